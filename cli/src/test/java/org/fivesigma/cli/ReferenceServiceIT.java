package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.fivesigma.core.folder.Json;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service of the reference analysis: the 3 × 680 network, trained on the sample, served by the
 * launcher, answers csv of its 17 inputs with 0 or 1 over real HTTP, as docs/serving.md shows it.
 */
class ReferenceServiceIT {
  private static final int EVENTS = 400;

  @TempDir private static Path folder;
  private static ServiceProcess service;
  private static List<String> features;

  /** What {@code predict} says of the same events: id, score, class, accepted. */
  private static List<String[]> expected;

  @BeforeAll
  static void trainAndServe() throws Exception {
    Path sample = SharedFiles.data("uci_higgs/uci_higgs_subset_merged.csv.gz");
    Path experiment = ProjectFolder.root().resolve("experiments/higgs-uci/reference-network.yaml");
    CommandLineRun run =
        CommandLineRun.in(
            folder,
            Map.of("FIVESIGMA_DATA", sample.getParent().getParent().toString()),
            "run",
            experiment.toString(),
            "--quiet",
            "--out",
            "run",
            "--set",
            "model.epochs=1",
            "--set",
            "evaluate.bootstrap=0",
            "--set",
            "evaluate.plots=none");
    assertThat(run.exit()).as(run.err()).isZero();
    List<?> named = (List<?>) Json.read(folder.resolve("run/model/manifest.json")).get("features");
    features = named.stream().map(f -> (String) ((Map<?, ?>) f).get("name")).toList();
    assertThat(features).hasSize(17);

    List<String> lines = head(sample, EVENTS + 1);
    Files.write(folder.resolve("sample.csv"), lines);
    Files.writeString(
        folder.resolve("events.csv"), String.join(",", features) + "\n" + inputs(lines));
    CommandLineRun predict =
        CommandLineRun.in(folder, "predict", "run", "--in", "sample.csv", "--out", "scores.csv");
    assertThat(predict.exit()).as(predict.err()).isZero();
    expected =
        Files.readAllLines(folder.resolve("scores.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .toList();
    service = ServiceProcess.start(folder, "run", "--port", "0");
  }

  @AfterAll
  static void end() throws Exception {
    if (service != null) {
      assertThat(service.end()).isEqualTo(143);
      assertThat(service.said()).doesNotContain("Exception", "\tat ");
    }
  }

  private static List<String> head(Path file, int count) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().limit(count).toList();
    }
  }

  /** The 17 columns in the order of the schema, without a header. */
  private static String inputs(List<String> lines) {
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    List<String> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      rows.add(String.join(",", features.stream().map(f -> cells[header.indexOf(f)]).toList()));
    }
    return String.join("\n", rows) + "\n";
  }

  private static List<String> digits() {
    return expected.stream().map(e -> e[2].equals("signal") ? "1" : "0").toList();
  }

  private static List<Double> scores(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer
        .body()
        .lines()
        .skip(1)
        .map(line -> Double.parseDouble(line.split(",", -1)[1]))
        .toList();
  }

  private static double score(int event) {
    return Double.parseDouble(expected.get(event)[1]);
  }

  @Test
  void csvOfTheInputsIsAnsweredByZeroOrOne() throws Exception {
    String body = inputs(Files.readAllLines(folder.resolve("sample.csv")));
    HttpResponse<String> answer = service.predict("text/csv", "text/plain", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body().lines().toList()).isEqualTo(digits());
    assertThat(digits()).contains("0", "1");
  }

  @Test
  void theScoresAreThoseOfPredictAloneAsAmongOthers() throws Exception {
    String all = Files.readString(folder.resolve("sample.csv")); // names, and columns to ignore
    assertThat(scores(service.predict("text/csv", "text/csv", all)))
        .isEqualTo(expected.stream().map(e -> Double.parseDouble(e[1])).toList());
    String[] rows = inputs(Files.readAllLines(folder.resolve("sample.csv"))).split("\n", -1);
    for (int i = 0; i < 20; i++) {
      assertThat(scores(service.predict("text/csv", "text/csv", rows[i])))
          .containsExactly(score(i));
    }
  }

  /** Every curl of docs/serving.md, as it stands there but for the address. */
  @Test
  void theDocumentedCurlsAreAnsweredAsDocumented() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl here");
    StringBuilder event = new StringBuilder("{");
    String[] first = Files.readAllLines(folder.resolve("events.csv")).get(1).split(",", -1);
    for (int f = 0; f < first.length; f++) {
      event.append(f == 0 ? "" : ", ").append('"').append(features.get(f)).append("\": ");
      event.append(first[f]);
    }
    Files.writeString(folder.resolve("event.json"), event.append('}'));
    List<String> curls =
        Pattern.compile("```\\n(curl .*?)\\n```", Pattern.DOTALL)
            .matcher(Files.readString(ProjectFolder.root().resolve("docs/serving.md")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(curls).hasSize(3);
    List<String> answers = new ArrayList<>();
    for (String curl : curls) {
      assertThat(curl).contains("http://127.0.0.1:8080");
      answers.add(shell(curl.replace("http://127.0.0.1:8080", service.address().toString())));
    }
    assertThat(answers.get(0).lines().toList())
        .isEqualTo(Files.readAllLines(folder.resolve("scores.csv")));
    assertThat(answers.get(1).lines().toList()).isEqualTo(digits());
    List<?> predictions = (List<?>) Json.object(answers.get(2)).get("predictions");
    Map<?, ?> prediction = (Map<?, ?>) predictions.get(0);
    assertThat(prediction.get("id")).isEqualTo(0L);
    assertThat(prediction.get("score")).isEqualTo(score(0));
    assertThat(prediction.get("class")).isEqualTo(expected.get(0)[2]);
  }

  private static String shell(String command) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command).isZero();
    return out;
  }
}
