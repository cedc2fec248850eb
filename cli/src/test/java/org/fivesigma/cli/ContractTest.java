package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises to users that join several commands. */
class ContractTest {
  private static final String SEALED =
      """
      name: sealed
      data:
        source: {type: csv, path: events.csv}
        missing: [-999]
        label: {column: label, signal: s}
        weight: w
        features: [x, y, z]
      split: {type: column, column: part, valid: [0, 1], test: [2, 3, 4], sealed: [test]}
      model: {type: xgboost, num_boost_round: 3}
      evaluate: {plots: none, bootstrap: 10}
      """;

  @TempDir Path folder;

  @BeforeEach
  void events() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 600);
    Files.writeString(folder.resolve("e.yaml"), SEALED);
  }

  private CommandLineRun done(String... args) {
    CommandLineRun run = CommandLineRun.in(folder, args);
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  @Test
  void aSealedPartIsScoredByUnblindAlone() throws IOException {
    Path run = done("run", "e.yaml", "--quiet").runFolder();
    assertThat(run.resolve("predictions/test.parquet")).doesNotExist();
    CommandLineRun refused =
        CommandLineRun.in(folder, "evaluate", "sealed", "--data", "e.yaml", "--part", "test");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("error[sealed-part]", "only unblind", "e.yaml:8:");
    assertThat(done("evaluate", "sealed", "--data", "e.yaml", "--json").out())
        .contains("valid/auc")
        .doesNotContain("test/auc");
    assertThat(done("unblind", "sealed").err()).contains("first look");
    assertThat(run.resolve("predictions/test.parquet")).exists();
    assertThat(done("rerun", "sealed", "--quiet").out())
        .as("what unblind added is no difference")
        .startsWith("identical");
  }

  @Test
  void predictionsGoOnlyWhereTheyCan() throws IOException {
    Path run = done("run", "e.yaml", "--quiet").runFolder();
    String model = run.toString();
    CommandLineRun nowhere =
        CommandLineRun.in(folder, "predict", model, "--in", "events.csv", "--out", "no/p.csv");
    assertThat(nowhere.exit()).isEqualTo(2);
    assertThat(nowhere.err()).contains("error[missing-folder]: --out:");
    done("predict", model, "--in", "events.csv", "--out", "p.csv");
    Path other = folder.resolve("with;semicolons.csv");
    Files.writeString(other, Files.readString(folder.resolve("events.csv")).replace(',', ';'));
    done("predict", model, "--in", other.toString(), "--out", "q.csv");
    assertThat(folder.resolve("q.csv")).hasSameTextualContentAs(folder.resolve("p.csv"));
  }

  @Test
  void aCutMetricLeavesTheMonitorsFree() throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        SEALED
            .replace("bootstrap: 10", "bootstrap: 0, metrics: [auc, ams], cut: ams")
            .replace(
                "{type: xgboost, num_boost_round: 3}",
                "{type: mlp, hidden: [4], epochs: 2, early_stopping: {monitor: valid/loss}}"));
    done("run", "e.yaml", "--quiet");
  }

  @Test
  void aCrossSectionIsSharedByTheWeightsGenerated() throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        data:
          source:
            - {type: csv, path: events.csv, select: label = 's', class: signal, weight: 1.5, cross_section: 2.5}
            - {type: csv, path: events.csv, select: label = 'b', class: background, weight: 2, cross_section: 100, generated: 1000}
          luminosity: 10
          features: [x, y]
        model: xgboost
        """);
    assertThat(done("validate", "e.yaml", "--data").out())
        .as("300 of 600 events: 2.5 · 10 / 2, and 300 · 2 · 100 · 10 / 1000")
        .containsPattern("test +signal .* 12\\.500000\\n")
        .containsPattern("test +background .* 600\\.00000\\n");
  }

  @Test
  void aGlobFollowsLinksToFolders() throws IOException {
    Files.createDirectory(folder.resolve("far"));
    Files.move(folder.resolve("events.csv"), folder.resolve("far/events.csv"));
    Files.createSymbolicLink(folder.resolve("near"), folder.resolve("far"));
    Files.writeString(folder.resolve("e.yaml"), SEALED.replace("events.csv", "near/ev*.csv"));
    done("validate", "e.yaml", "--data");
  }
}
