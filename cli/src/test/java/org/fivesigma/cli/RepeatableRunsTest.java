package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Same file, seed and threads: the same bits, whichever way the run is repeated. */
class RepeatableRunsTest {
  private static final String XGBOOST =
      "{type: xgboost, num_boost_round: 12, subsample: 0.7, colsample_bytree: 0.7, tree_method: hist}";

  @TempDir Path folder;

  @BeforeEach
  void events() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 2000);
  }

  private Path run(String file, String out) {
    CommandLineRun run = CommandLineRun.in(folder, "run", file, "--quiet", "--out", out);
    assertThat(run.exit()).as(run.err()).isZero();
    return run.runFolder();
  }

  private void experiment(String model) throws IOException {
    Files.writeString(folder.resolve("e.yaml"), GaussianEvents.experiment(model));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        XGBOOST,
        "{type: mlp, hidden: [16, 16], epochs: 3, dropout: 0.1}",
        "{type: logistic}"
      })
  void twiceTheSameFileGivesTheSameBits(String model) throws Exception {
    experiment(model);
    Path first = run("e.yaml", "first");
    Path second = run("e.yaml", "second");
    assertThat(second.resolve("metrics.json"))
        .hasSameTextualContentAs(first.resolve("metrics.json"));
    assertThat(second.resolve("history.csv")).hasSameTextualContentAs(first.resolve("history.csv"));
    assertThat(ParquetRows.read(second.resolve("predictions/test.parquet")))
        .isEqualTo(ParquetRows.read(first.resolve("predictions/test.parquet")));

    Path again = run("first/resolved.yaml", "again");
    assertThat(again.resolve("metrics.json"))
        .hasSameTextualContentAs(first.resolve("metrics.json"));
  }

  @Test
  void labelAndWeightAreNotNeededToPredict() throws Exception {
    experiment("{type: logistic}");
    run("e.yaml", "run");
    List<String> lines = Files.readAllLines(folder.resolve("events.csv"));
    Files.write(
        folder.resolve("bare.csv"),
        lines.stream().map(l -> String.join(",", List.of(l.split(",")).subList(0, 4))).toList());
    CommandLineRun predict =
        CommandLineRun.in(
            folder, "predict", "run/model", "--in", "bare.csv", "--out", "bare.out.csv");
    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("bare.out.csv"))).hasSize(2001);
    assertThat(Files.readAllLines(folder.resolve("bare.out.csv")).get(0))
        .startsWith("id,score,class,accepted");
  }

  @Test
  void anEvaluationOfTheSameDataGivesTheSameMetrics() throws Exception {
    experiment("{type: logistic}");
    Path run = run("e.yaml", "run");
    CommandLineRun evaluate =
        CommandLineRun.in(
            folder, "evaluate", "run", "--data", "e.yaml", "--part", "test", "--json");
    assertThat(evaluate.exit()).as(evaluate.err()).isZero();
    com.fasterxml.jackson.databind.ObjectMapper json =
        new com.fasterxml.jackson.databind.ObjectMapper();
    double before =
        json.readTree(run.resolve("metrics.json").toFile()).at("/test~1auc/value").asDouble();
    assertThat(evaluate.out()).contains("test/auc").contains(Double.toString(before));
  }

  @Test
  void aRerunFromTheLockFileFindsNoDifference() throws Exception {
    experiment(XGBOOST);
    Path run = run("e.yaml", "run");
    CommandLineRun rerun = CommandLineRun.in(folder, "rerun", "run", "--quiet");
    assertThat(rerun.exit()).as(rerun.err()).isZero();
    assertThat(rerun.runFolder().resolve("metrics.json"))
        .hasSameTextualContentAs(run.resolve("metrics.json"));
  }

  @Test
  void anotherSeedGivesAnotherModel() throws Exception {
    experiment("{type: mlp, hidden: [16], epochs: 2}");
    Path first = run("e.yaml", "first");
    CommandLineRun other =
        CommandLineRun.in(folder, "run", "e.yaml", "--quiet", "--out", "other", "--set", "seed=4");
    assertThat(other.exit()).as(other.err()).isZero();
    assertThat(Files.readString(folder.resolve("other/metrics.json")))
        .isNotEqualTo(Files.readString(first.resolve("metrics.json")));
  }
}
