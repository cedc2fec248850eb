package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.fivesigma.core.folder.Json;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies by the real program: several processes, a full disk, and the tables of the sample. */
@Tag("slow")
class StudyProcessesIT {
  @TempDir Path folder;

  private void study(int trials) throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 2000);
    Files.writeString(
        folder.resolve("e.yaml"),
        GaussianEvents.experiment("{type: xgboost, num_boost_round: 60, max_depth: 2}")
            + "tune: {objective: valid/auc, sampler: random, parallel: 2, trials: "
            + trials
            + ", space: {model.eta: {float: [0.01, 0.5]}}}\n");
  }

  private Process start(String name, List<String> before, String... args) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(ProjectFolder.root().resolve("fivesigma").toString());
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().put("FIVESIGMA_NO_BUILD", "1"); // the build that runs this test did it
    builder.environment().put("FIVESIGMA_DATA", SharedFiles.data("").toString());
    return builder.start();
  }

  private int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(8, TimeUnit.MINUTES)).as("it ends").isTrue();
    return process.exitValue();
  }

  private List<String> lines(String state) throws IOException {
    return Files.readAllLines(folder.resolve("run/trials.jsonl")).stream()
        .filter(l -> l.matches(".*\"state\" ?: ?\"" + state + "\".*"))
        .toList();
  }

  @Test
  void twoProgramsWorkOnOneStudyAndOneOfThemTrainsTheBest() throws Exception {
    study(60);
    Process first = start("first", List.of(), "run", "e.yaml", "--out", "run", "--quiet");
    while (!Files.exists(folder.resolve("run/trials.jsonl"))) {
      assertThat(first.isAlive()).as(Files.readString(folder.resolve("first.err"))).isTrue();
      Thread.sleep(20);
    }
    Process second = start("second", List.of(), "resume", "run", "--quiet");
    assertThat(end(first)).as(Files.readString(folder.resolve("first.err"))).isZero();
    assertThat(end(second)).as(Files.readString(folder.resolve("second.err"))).isZero();
    assertThat(lines("finished")).hasSize(60);
    assertThat(lines("running")).hasSize(60);
    Map<String, Object> summary = Json.read(folder.resolve("run/study.json"));
    assertThat(summary.get("finished")).hasToString("60");
    assertThat(folder.resolve("run/status.json")).content().contains("\"finished\"");
    assertThat(folder.resolve("run/runs/best/status.json")).content().contains("\"finished\"");
  }

  /** No file of the process may grow beyond what its journal has: it cannot write it any more. */
  @Test
  void aStudyOnAFullDiskSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/prlimit")), "this system has no prlimit");
    study(4000);
    Process process = start("full", List.of(), "run", "e.yaml", "--out", "run", "--quiet");
    Path journal = folder.resolve("run/trials.jsonl");
    while (!Files.exists(journal) || Files.size(journal) < 40_000) {
      assertThat(process.isAlive()).as(Files.readString(folder.resolve("full.err"))).isTrue();
      Thread.sleep(20);
    }
    List<Long> pids = new ArrayList<>(List.of(process.pid()));
    process.descendants().forEach(child -> pids.add(child.pid()));
    for (long pid : pids) {
      new ProcessBuilder("prlimit", "--pid", "" + pid, "--fsize=" + Files.size(journal))
          .start()
          .waitFor();
    }
    assertThat(end(process)).as(Files.readString(folder.resolve("full.err"))).isEqualTo(1);
    assertThat(folder.resolve("full.err"))
        .content()
        .contains("error[machine]: cannot write", "trials.jsonl", "File too large")
        .doesNotContain("\tat ");
    int kept = lines("finished").size();
    assertThat(kept).isGreaterThan(0).isLessThan(4000);

    Process more =
        start("more", List.of(), "resume", "run", "--quiet", "--set", "tune.trials=" + (kept + 4));
    assertThat(end(more)).as(Files.readString(folder.resolve("more.err"))).isZero();
    assertThat(lines("finished")).hasSize(kept + 4);
  }

  @Test
  void theTuningTablesOfTheSampleRunInSmallForm() throws Exception {
    Path experiments = ProjectFolder.root().resolve("experiments/higgs-uci");
    Process trees =
        start(
            "trees",
            List.of(),
            "run",
            experiments.resolve("tune-xgboost.yaml").toString(),
            "--out",
            "trees",
            "--quiet",
            "--set",
            "tune.trials=4",
            "--set",
            "model.num_boost_round=20");
    assertThat(end(trees)).as(Files.readString(folder.resolve("trees.err"))).isZero();
    Process network =
        start(
            "network",
            List.of(),
            "run",
            experiments.resolve("tune-dnn.yaml").toString(),
            "--out",
            "network",
            "--quiet",
            "--set",
            "tune.trials=2",
            "--set",
            "model.epochs=1",
            "--set",
            "tune.space={model.dropout: {float: [0.3, 0.7]}}",
            "--set",
            "model.hidden=[32, 32, 32]");
    assertThat(end(network)).as(Files.readString(folder.resolve("network.err"))).isZero();
    for (String run : List.of("trees", "network")) {
      assertThat(folder.resolve(run).resolve("best.yaml")).isNotEmptyFile();
      assertThat(folder.resolve(run).resolve("report.html")).isNotEmptyFile();
      Map<String, Object> summary = Json.read(folder.resolve(run).resolve("study.json"));
      assertThat(summary).containsKeys("best_value", "test_value", "optimism", "importance");
      assertThat(((Number) summary.get("best_value")).doubleValue()).isGreaterThan(0.5);
    }
  }
}
