package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.plugin.PluginDiscovery;
import org.fivesigma.serving.ModelService;
import org.fivesigma.serving.ServeOptions;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service of the reference analysis: the 3 × 680 network, trained on the sample, answers csv of
 * its 17 inputs with 0 or 1 over real HTTP.
 */
class ReferenceServiceTest {
  @TempDir private Path folder;

  private HttpResponse<String> ask(URI address, String accept, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address.resolve("/v1/predict"))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "text/csv")
                .header("Accept", accept)
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void csvOfTheInputsIsAnsweredByZeroOrOne() throws Exception {
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

    List<String> lines = head(sample, 400);
    Files.write(folder.resolve("events.csv"), lines);
    CommandLineRun predict =
        CommandLineRun.in(folder, "predict", "run", "--in", "events.csv", "--out", "scores.csv");
    assertThat(predict.exit()).as(predict.err()).isZero();
    List<String[]> expected =
        Files.readAllLines(folder.resolve("scores.csv")).stream()
            .skip(1)
            .map(line -> line.split(","))
            .toList();

    try (Bundle bundle =
            Bundle.load(folder.resolve("run"), PluginDiscovery.catalog(List.of()), 2, "cpu");
        ModelService service = ModelService.start(bundle, ServeOptions.defaults(0))) {
      List<String> features = bundle.manifest().featureNames();
      assertThat(features).hasSize(17);
      URI address = service.address();

      HttpResponse<String> named = ask(address, "text/plain", String.join("\n", lines));
      assertThat(named.statusCode()).as(named.body()).isEqualTo(200);
      assertThat(named.body().lines().toList())
          .isEqualTo(expected.stream().map(e -> e[2].equals("signal") ? "1" : "0").toList());
      assertThat(named.body()).contains("0", "1");

      HttpResponse<String> bare = ask(address, "text/csv", inputs(lines, features));
      assertThat(scores(bare)).isEqualTo(expected.stream().map(e -> score(e[1])).toList());

      // alone as among others, bit for bit
      String one = inputs(lines.subList(0, 2), features);
      assertThat(scores(ask(address, "text/csv", one))).containsExactly(score(expected.get(0)[1]));
    }
  }

  private static double score(String text) {
    return Double.parseDouble(text);
  }

  private static List<Double> scores(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().skip(1).map(line -> score(line.split(",", -1)[1])).toList();
  }

  private static List<String> head(Path file, int count) throws IOException {
    try (var reader =
        new java.io.BufferedReader(
            new java.io.InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)),
                java.nio.charset.StandardCharsets.UTF_8))) {
      return reader.lines().limit(count).toList();
    }
  }

  /** The 17 columns in the order of the schema, without a header. */
  private static String inputs(List<String> lines, List<String> features) {
    List<String> header = Arrays.asList(lines.get(0).split(","));
    List<String> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      rows.add(String.join(",", features.stream().map(f -> cells[header.indexOf(f)]).toList()));
    }
    return String.join("\n", rows) + "\n";
  }
}
