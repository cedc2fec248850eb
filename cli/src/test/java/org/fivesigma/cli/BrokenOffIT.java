package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program, broken off: killed, told to end, and on a full disk. */
@Tag("slow")
class BrokenOffIT {
  private static final String MLP = "{type: mlp, hidden: [64, 64], epochs: 40, batch_size: 16}";

  private static final String SMALL =
      "{type: mlp, hidden: [32, 32], epochs: 12, batch_size: 16, early_stopping: {monitor: valid/auc, patience: null}}";

  @TempDir Path folder;

  @BeforeEach
  void events() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 8000);
    Files.writeString(folder.resolve("e.yaml"), GaussianEvents.experiment(MLP));
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(folder.resolve("err.txt").toFile());
    builder.environment().put("FIVESIGMA_NO_BUILD", "1"); // the build that runs this test did it
    return builder.start();
  }

  private static List<String> launcher(String... args) {
    List<String> command =
        new ArrayList<>(List.of(ProjectFolder.root().resolve("fivesigma").toString()));
    command.addAll(List.of(args));
    return command;
  }

  private int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("it ends").isTrue();
    return process.exitValue();
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  /** Waits until some epochs are written down. */
  private void untilTraining(Process process) throws Exception {
    Instant limit = Instant.now().plus(Duration.ofMinutes(3));
    Path history = folder.resolve("run/history.csv");
    while (!Files.exists(history) || Files.readAllLines(history).size() < 8) {
      assertThat(process.isAlive()).as(text("err.txt")).isTrue();
      assertThat(Instant.now()).isBefore(limit);
      Thread.sleep(30);
    }
  }

  @Test
  void aKilledRunIsSeenAsInterruptedAndResumed() throws Exception {
    Process process = start(launcher("run", "e.yaml", "--out", "run"));
    untilTraining(process);
    process.destroyForcibly(); // kill -9
    process.waitFor();
    assertThat(text("run/status.json")).contains("\"running\"");
    Files.createDirectories(folder.resolve("runs/small"));
    Files.move(folder.resolve("run"), folder.resolve("runs/small/killed"));

    CommandLineRun runs = CommandLineRun.in(folder, "runs");
    assertThat(runs.out()).contains("killed").contains("interrupted");
    assertThat(text("runs/small/killed/status.json")).contains("interrupted");

    CommandLineRun resumed = CommandLineRun.in(folder, "resume", "small");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.runFolder()).isEqualTo(folder.resolve("runs/small/killed"));
    assertThat(text("runs/small/killed/status.json")).contains("finished");
    assertThat(folder.resolve("runs/small/killed/report.html")).isNotEmptyFile();
    List<String> history =
        Files.readAllLines(folder.resolve("runs/small/killed/history.csv")).stream()
            .filter(l -> l.contains(",valid/loss,"))
            .map(l -> l.substring(0, l.indexOf(',')))
            .toList();
    assertThat(history).doesNotHaveDuplicates().hasSize(40);

    CommandLineRun whole = CommandLineRun.in(folder, "run", "e.yaml", "--quiet", "--out", "whole");
    assertThat(whole.exit()).as(whole.err()).isZero();
    assertThat(folder.resolve("runs/small/killed/metrics.json"))
        .as("the resumed run ends as one that was never killed")
        .hasSameTextualContentAs(folder.resolve("whole/metrics.json"));
  }

  /** Whether a network's state has been written down. */
  private static boolean checkpointed(Path run) throws IOException {
    if (!Files.exists(run)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(run)) {
      return files.anyMatch(f -> f.endsWith("network.checkpoint"));
    } catch (java.io.UncheckedIOException e) {
      return false; // a temporary file came and went
    }
  }

  /** Kills the run of a model, goes on, and compares with one that was never killed. */
  private void goesOnExactly(String experiment) throws Exception {
    Files.writeString(folder.resolve("e.yaml"), experiment);
    Process process = start(launcher("run", "e.yaml", "--out", "run"));
    untilTraining(process);
    while (process.isAlive() && !checkpointed(folder.resolve("run"))) {
      Thread.sleep(10);
    }
    process.destroyForcibly(); // kill -9
    process.waitFor();
    CommandLineRun resumed = CommandLineRun.in(folder, "resume", "run");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("continued after epoch");
    CommandLineRun whole = CommandLineRun.in(folder, "run", "e.yaml", "--quiet", "--out", "whole");
    assertThat(whole.exit()).as(whole.err()).isZero();
    for (String file : List.of("metrics.json", "predictions/test.parquet")) {
      assertThat(folder.resolve("run").resolve(file))
          .as("the resumed run ends as one that was never killed: %s", file)
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(Files.readAllLines(folder.resolve("run/history.csv")).stream().sorted().toList())
        .as("every epoch is told once")
        .isEqualTo(
            Files.readAllLines(folder.resolve("whole/history.csv")).stream().sorted().toList());
  }

  @Test
  void aKilledEnsembleOfNetworksGoesOnBitForBit() throws Exception {
    goesOnExactly(
        GaussianEvents.experiment(
            "{type: ensemble, members: 3, combine: stack, of: " + SMALL + "}"));
  }

  @Test
  void aKilledCrossEvaluationGoesOnBitForBit() throws Exception {
    goesOnExactly(
        GaussianEvents.experiment(SMALL)
            .replaceFirst("(?m)^split: .*$", "split: {type: k_fold, folds: 3}"));
  }

  /** Child runs of a matrix or repeat that are finished, in the order of their end. */
  private List<Path> finished(Path run) throws IOException {
    if (!Files.exists(run)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .filter(f -> f.endsWith("predictions/test.parquet"))
          .map(f -> f.getParent().getParent())
          .filter(f -> Files.exists(f.resolve("metrics.json")))
          .sorted()
          .toList();
    } catch (java.io.UncheckedIOException e) {
      return List.of(); // a temporary file came and went
    }
  }

  @Test
  void aKilledMatrixOfRepeatsKeepsWhatIsFinishedAndGoesOnWithTheRest() throws Exception {
    Files.writeString(
        folder.resolve("e.yaml"),
        GaussianEvents.experiment(SMALL.replace("epochs: 12", "epochs: 30"))
            + """
            matrix:
              model:
                trees: {model: {type: xgboost, num_boost_round: 5, early_stopping: {monitor: valid/auc, patience: 2}}}
                net: {}
            repeat: {times: 2, vary: training}
            """);
    Process process = start(launcher("run", "e.yaml", "--out", "run"));
    Instant limit = Instant.now().plus(Duration.ofMinutes(3));
    while (finished(folder.resolve("run")).size() < 2 || !checkpointed(folder.resolve("run"))) {
      assertThat(process.isAlive()).as(text("err.txt")).isTrue();
      assertThat(Instant.now()).isBefore(limit);
      Thread.sleep(5);
    }
    process.destroyForcibly(); // kill -9
    process.waitFor();
    List<Path> before = finished(folder.resolve("run"));
    assertThat(before).hasSizeBetween(2, 3);
    List<java.nio.file.attribute.FileTime> times = new ArrayList<>();
    for (Path child : before) {
      times.add(Files.getLastModifiedTime(child.resolve("predictions/test.parquet")));
    }
    CommandLineRun resumed = CommandLineRun.in(folder, "resume", "run");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("continued after epoch");
    for (int i = 0; i < before.size(); i++) {
      assertThat(Files.getLastModifiedTime(before.get(i).resolve("predictions/test.parquet")))
          .as("a finished child is not run again: %s", before.get(i))
          .isEqualTo(times.get(i));
    }
    CommandLineRun whole = CommandLineRun.in(folder, "run", "e.yaml", "--quiet", "--out", "whole");
    assertThat(whole.exit()).as(whole.err()).isZero();
    List<Path> children = finished(folder.resolve("whole"));
    assertThat(children).hasSize(4);
    for (Path child : children) {
      Path same = folder.resolve("run").resolve(folder.resolve("whole").relativize(child));
      for (String file : List.of("metrics.json", "predictions/test.parquet")) {
        assertThat(same.resolve(file))
            .as("%s of %s", file, same)
            .hasSameBinaryContentAs(child.resolve(file));
      }
    }
    assertThat(folder.resolve("run/metrics.json"))
        .hasSameTextualContentAs(folder.resolve("whole/metrics.json"));
  }

  @Test
  void aRunThatIsToldToEndKeepsItsState() throws Exception {
    Process process = start(launcher("run", "e.yaml", "--out", "run"));
    untilTraining(process);
    process.destroy(); // SIGTERM
    assertThat(end(process)).as(text("err.txt")).isEqualTo(143);
    assertThat(text("run/status.json")).contains("interrupted").contains("143");
    assertThat(text("err.txt")).contains("interrupted; to go on: fivesigma resume '");
    assertThat(text("out.txt").strip()).endsWith("run: " + folder.resolve("run"));
    assertThat(text("err.txt")).doesNotContain("\tat ");
  }

  @Test
  void aDiskTooFullForTheNativeLibrariesIsToldInWords() throws Exception {
    Process process =
        start(
            List.of(
                "bash",
                "-c",
                "ulimit -f 64; exec \"$0\" run e.yaml --out run --quiet --set model.epochs=1",
                ProjectFolder.root().resolve("fivesigma").toString()));
    assertThat(end(process)).as(text("err.txt")).isEqualTo(1);
    assertThat(text("err.txt"))
        .contains("error[machine]: a native library cannot be unpacked", "File too large")
        .doesNotContain("\tat ")
        .doesNotContain("fault of the program");
    assertThat(text("run/status.json")).contains("failed");
    assertThat(folder.resolve("run/report.html")).doesNotExist();
    try (Stream<Path> files = Files.walk(folder.resolve("run"))) {
      assertThat(files.filter(f -> f.toString().matches(".*(tmp|part)$"))).isEmpty();
    }
  }
}
