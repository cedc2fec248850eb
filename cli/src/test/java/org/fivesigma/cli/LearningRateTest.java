package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fivesigma.core.folder.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRateTest {
  @TempDir private Path folder;

  private CommandLineRun lrFind(String model) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        name: e
        data: {source: {type: toy, events: 1500, generator: gaussian}}
        matrix: {start: {a: {seed: 2}, b: {}}}
        repeat: 2
        model: %s
        """
            .formatted(model));
    return CommandLineRun.in(folder, "lr_find", "e.yaml", "--out", "found");
  }

  @Test
  void leavesCurveBandPlotAndSuggestionInARunFolder() throws IOException {
    CommandLineRun run = lrFind("{type: mlp, hidden: [8], batch_size: 64, epochs: 1}");

    assertThat(run.exit()).as(run.err()).isZero();
    Path found = folder.resolve("found");
    assertThat(run.out().lines().reduce((a, b) -> b)).hasValue("run: " + found);
    assertThat(run.out()).containsPattern("learning_rate: \\d\\.\\d\\de-\\d\\d");
    assertThat(Json.read(found.resolve("status.json"))).containsEntry("status", "finished");
    assertThat(Json.read(found.resolve("metrics.json")))
        .containsKeys("lr_find/suggestion", "lr_find/largest");
    assertThat(Files.readAllLines(found.resolve("plots/lr_find.csv")))
        .anyMatch(line -> line.startsWith("median of folds,1.0E-7,"))
        .anyMatch(line -> line.startsWith("lowest fold,"))
        .anyMatch(line -> line.startsWith("highest fold,"));
    assertThat(found.resolve("plots/lr_find.svg")).exists();
    assertThat(Files.readString(found.resolve("report.html"))).contains("Learning-rate range test");
    assertThat(Files.readString(found.resolve("history.csv"))).contains("lr_find/loss");
  }

  @Test
  void theSuggestionIsPartOfTheJsonDocument() throws IOException {
    lrFind("{type: mlp, hidden: [8], batch_size: 64}");
    CommandLineRun run = CommandLineRun.in(folder, "lr_find", "e.yaml", "--json");
    String document = run.out().lines().findFirst().orElseThrow();
    assertThat(document).contains("\"suggestion\":", "\"largest\":", "\"median\":[");
    List<Path> runs;
    try (var all = Files.list(folder.resolve("runs"))) {
      runs = all.toList();
    }
    assertThat(runs).extracting(p -> p.getFileName().toString()).containsExactly("e-lr_find");
  }

  @Test
  void anInterruptedOneIsResumedAsARangeTest() throws IOException {
    assertThat(lrFind("{type: mlp, hidden: [8], batch_size: 64}").exit()).isZero();
    Path found = folder.resolve("found");
    Object suggestion = Json.read(found.resolve("metrics.json")).get("lr_find/suggestion");
    Files.delete(found.resolve("metrics.json"));
    // As it begins: nothing measured yet.
    Files.writeString(found.resolve("facts.json"), "{\"range_test\": {}}");
    Files.writeString(
        found.resolve("status.json"),
        Files.readString(found.resolve("status.json")).replace("finished", "interrupted"));

    CommandLineRun resumed = CommandLineRun.in(folder, "resume", "found");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(Json.read(found.resolve("status.json"))).containsEntry("status", "finished");
    assertThat(Json.read(found.resolve("metrics.json")))
        .containsOnlyKeys("lr_find/suggestion", "lr_find/largest")
        .containsEntry("lr_find/suggestion", suggestion);
    assertThat(found.resolve("model")).doesNotExist();
    assertThat(found.resolve("predictions")).doesNotExist();
  }

  @Test
  void aModelWithoutGradientStepsIsRefusedAtItsKey() throws IOException {
    CommandLineRun run = lrFind("{type: xgboost}");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("error[no-range-test]", "e.yaml:5:", "needs a network");
    assertThat(Json.read(folder.resolve("found/facts.json"))).containsKey("range_test");
  }

  @Test
  void anEnsembleIsTestedByItsNetwork() throws IOException {
    CommandLineRun run =
        lrFind("{type: ensemble, of: [{type: xgboost}, {type: mlp, hidden: [8], epochs: 1}]}");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("range test of of[1], mlp");
  }
}
