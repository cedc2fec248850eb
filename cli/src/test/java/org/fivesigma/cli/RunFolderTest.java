package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick start, run once; then what it left behind. */
class RunFolderTest {
  @TempDir static Path folder;
  private static CommandLineRun quickstart;
  private static Path run;

  @BeforeAll
  static void runTheQuickstart() {
    quickstart =
        CommandLineRun.in(
            folder, "run", ProjectFolder.root().resolve("experiments/quickstart.yaml").toString());
    assertThat(quickstart.exit()).as(quickstart.err()).isZero();
    run = quickstart.runFolder();
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(run.resolve(file).toFile());
  }

  @Test
  void standsBelowRunsUnderItsName() {
    assertThat(run.getParent()).isEqualTo(folder.resolve("runs/quickstart"));
    assertThat(run.getFileName().toString()).matches("\\d{8}-\\d{6}-[0-9a-f]{6}");
  }

  @Test
  void holdsEveryFileOfTheContract() {
    assertThat(
            Stream.of(
                "spec.yaml",
                "resolved.yaml",
                "status.json",
                "lock.json",
                "history.csv",
                "metrics.json",
                "predictions/train.parquet",
                "predictions/valid.parquet",
                "predictions/test.parquet",
                "report.html",
                "log.txt"))
        .allSatisfy(file -> assertThat(run.resolve(file)).isRegularFile().isNotEmptyFile());
    assertThat(run.resolve("model")).isDirectoryContaining(Files::isRegularFile);
  }

  @Test
  void nothingHalfWrittenIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.map(f -> f.getFileName().toString())).noneMatch(n -> n.endsWith(".tmp"));
    }
  }

  @Test
  void everyPlotHasItsNumbers() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("plots"))) {
      List<String> names = files.map(f -> f.getFileName().toString()).toList();
      List<String> plots =
          names.stream().filter(n -> n.endsWith(".svg")).map(n -> n.replace(".svg", "")).toList();
      assertThat(plots).hasSizeGreaterThanOrEqualTo(4);
      assertThat(plots).allSatisfy(p -> assertThat(names).contains(p + ".csv"));
    }
  }

  @Test
  void theReportIsOneFileThatLoadsNothing() throws IOException {
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("quickstart")
        .contains("ams")
        .doesNotContain("src=\"http")
        .doesNotContain("<link rel=\"stylesheet\" href");
  }

  @Test
  void specIsTheFileAsGiven() {
    assertThat(run.resolve("spec.yaml"))
        .hasSameTextualContentAs(ProjectFolder.root().resolve("experiments/quickstart.yaml"));
  }

  @Test
  void statusSaysFinished() throws IOException {
    JsonNode status = json("status.json");
    assertThat(status.get("status").asText()).isEqualTo("finished");
    assertThat(status.get("exit_code").asInt(-1)).isZero();
    assertThat(status.get("error").isNull()).isTrue();
    assertThat(status.get("started").asText()).isLessThan(status.get("ended").asText());
  }

  @Test
  void metricsHaveValueAndErrorForEveryPart() throws IOException {
    JsonNode metrics = json("metrics.json");
    for (String part : List.of("train", "valid", "test")) {
      for (String metric : List.of("auc", "ams", "fom")) {
        JsonNode m = metrics.get(part + "/" + metric);
        assertThat(m).as(part + "/" + metric).isNotNull();
        assertThat(m.get("std_error").asDouble()).isPositive();
        assertThat(m.get("low").asDouble()).isLessThanOrEqualTo(m.get("high").asDouble());
        assertThat(m.get("n").asLong()).isPositive();
      }
      for (String detail : List.of("cut", "s", "b", "n_eff", "best")) {
        assertThat(metrics.has(part + "/ams/" + detail)).as(part + "/ams/" + detail).isTrue();
      }
    }
  }

  @Test
  void theLockSaysWhatWentIn() throws IOException {
    JsonNode lock = json("lock.json");
    for (String key :
        List.of("data", "features", "seed", "threads", "device", "versions", "git", "machine")) {
      assertThat(lock.has(key)).as(key).isTrue();
    }
  }

  @Test
  void historyIsInLongForm() throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("history.csv"));
    assertThat(lines.get(0)).isEqualTo("step,epoch,metric,value");
    assertThat(lines).anyMatch(l -> l.contains(",valid/auc,"));
    assertThat(lines.subList(1, lines.size())).allMatch(l -> l.split(",").length == 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "valid", "test"})
  void metricsFollowFromThePredictions(String part) throws Exception {
    Map<String, List<Object>> events =
        ParquetRows.read(run.resolve("predictions/" + part + ".parquet"));
    double[] score = ParquetRows.numbers(events, "score");
    double[] weight = ParquetRows.numbers(events, "weight");
    boolean[] signal = ParquetRows.is(events, "label", "signal");
    JsonNode metrics = json("metrics.json");
    assertThat(PlainMetrics.auc(score, weight, signal))
        .isCloseTo(metrics.at("/" + part + "~1auc/value").asDouble(), within(1e-9));
    double cut = metrics.at("/" + part + "~1ams~1cut/value").asDouble();
    assertThat(PlainMetrics.ams(score, weight, signal, cut))
        .isCloseTo(metrics.at("/" + part + "~1ams/value").asDouble(), within(1e-9));
  }

  @Test
  void everyPartCarriesTheFullYieldOfEveryClass() throws Exception {
    double[] first = new double[2];
    for (String part : List.of("train", "valid", "test")) {
      Map<String, List<Object>> events =
          ParquetRows.read(run.resolve("predictions/" + part + ".parquet"));
      double[] weight = ParquetRows.numbers(events, "weight");
      boolean[] signal = ParquetRows.is(events, "label", "signal");
      for (int c = 0; c < 2; c++) {
        boolean wanted = c == 1;
        double sum =
            IntStream.range(0, weight.length)
                .filter(i -> signal[i] == wanted)
                .mapToDouble(i -> weight[i])
                .sum();
        first[c] = first[c] == 0 ? sum : first[c];
        assertThat(sum).as(part).isCloseTo(first[c], within(1e-9 * first[c]));
      }
    }
  }

  @Test
  void theRunIsListed() {
    CommandLineRun runs = CommandLineRun.in(folder, "runs");
    assertThat(runs.out()).contains("quickstart").contains(run.getFileName().toString());
    assertThat(runs.out()).contains("finished").contains("test/auc");
  }

  @Test
  void theReportCanBeMadeAgain() throws IOException {
    Files.delete(run.resolve("report.html"));
    CommandLineRun report = CommandLineRun.in(folder, "report", "quickstart");
    assertThat(report.exit()).as(report.err()).isZero();
    assertThat(run.resolve("report.html")).isNotEmptyFile();
  }
}
