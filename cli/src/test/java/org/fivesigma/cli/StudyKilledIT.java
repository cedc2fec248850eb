package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fivesigma.core.study.Journal;
import org.fivesigma.core.study.StudySummary;
import org.fivesigma.core.study.TrialQueue;
import org.fivesigma.search.SearchPlugin;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Trial;
import org.fivesigma.testing.OptionsForTests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of 40 trials of 10 ms, killed at twenty random moments and taken up again each time. */
@Tag("slow")
class StudyKilledIT {
  private static final int TRIALS = 40;

  @TempDir private Path folder;

  /** The process that is killed: works on the study in the folder named. */
  public static void main(String[] args) throws Exception {
    TrialQueue queue = queue(Path.of(args[0]));
    ExecutorService workers = Executors.newFixedThreadPool(2);
    List<Future<Void>> work = new ArrayList<>();
    for (int w = 0; w < 2; w++) {
      work.add(
          workers.submit(
              () -> {
                while (true) {
                  TrialQueue.Next next = queue.next();
                  if (next instanceof TrialQueue.Next.Done) {
                    return null;
                  }
                  Thread.sleep(10);
                  if (next instanceof TrialQueue.Next.Run run) {
                    queue.ended(ended(run.trial()), 0.01);
                  }
                }
              }));
    }
    workers.shutdown();
    if (!workers.awaitTermination(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the study hangs");
    }
    for (Future<Void> each : work) {
      each.get();
    }
  }

  private static Trial ended(Trial trial) {
    double x = (Double) trial.params().get("x") - 0.3;
    double y = ((Long) trial.params().get("y")).doubleValue() / 20 - 0.6;
    return new Trial(
        trial.number(), Trial.State.FINISHED, trial.params(), -x * x - y * y, 0, List.of(), "");
  }

  private static TrialQueue queue(Path at) {
    Extension<?> tpe =
        new SearchPlugin()
            .extensions().stream()
                .filter(e -> e.kind().equals(Sampler.KIND) && e.id().equals("tpe"))
                .findFirst()
                .orElseThrow();
    return new TrialQueue(
        new Journal(at),
        List.of(
            new Parameter("x", new Domain.Floats(0, 1, false, 0), Map.of()),
            new Parameter("y", new Domain.Ints(1, 20, false, 1), Map.of())),
        (Sampler) tpe.factory().apply(OptionsForTests.of(tpe.options(), Map.of())),
        true,
        TRIALS,
        2,
        true,
        List.of(),
        new Seeds(11));
  }

  private static Process start(Path at) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StudyKilledIT.class.getName(),
            at.toString())
        .inheritIO()
        .start();
  }

  private static List<Trial> trials(Path at) {
    return queue(at).entries().stream().map(Journal.Entry::trial).toList();
  }

  @Test
  void twentyKillsLoseNothingAndRepeatNothing() throws Exception {
    Path calm = Files.createDirectory(folder.resolve("calm"));
    assertThat(start(calm).waitFor()).isZero();

    Path killed = Files.createDirectory(folder.resolve("killed"));
    SplittableRandom random = new Seeds(1).stream("kills");
    for (int kill = 0; kill < 20; kill++) {
      Process process = start(killed);
      // From its first line on the process lives for a moment that differs each time.
      long lines = lines(killed);
      while (process.isAlive() && lines(killed) == lines) {
        Thread.sleep(2);
      }
      Thread.sleep(random.nextInt(40));
      process.destroyForcibly().waitFor();
    }
    assertThat(start(killed).waitFor()).isZero();

    List<Trial> all = trials(killed);
    assertThat(all).hasSize(TRIALS).allMatch(t -> t.state() == Trial.State.FINISHED);
    assertThat(all.stream().map(Trial::number).distinct()).hasSize(TRIALS);
    long finished =
        Files.readAllLines(killed.resolve("trials.jsonl")).stream()
            .filter(l -> l.contains("\"finished\""))
            .count();
    assertThat(finished).isEqualTo(TRIALS);
    assertThat(all).isEqualTo(trials(calm));
    assertThat(StudySummary.ranked(all, true).get(0))
        .isEqualTo(StudySummary.ranked(trials(calm), true).get(0));
  }

  @Test
  void twoProcessesShareOneStudy() throws Exception {
    Process first = start(folder);
    Process second = start(folder);
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("trials.jsonl"));
    assertThat(lines.stream().filter(l -> l.contains("\"running\""))).hasSize(TRIALS);
    assertThat(lines.stream().filter(l -> l.contains("\"finished\""))).hasSize(TRIALS);
    assertThat(
            lines.stream()
                .filter(l -> l.contains("\"running\""))
                .map(l -> l.replaceAll(".*\"process\" ?: ?([0-9]+).*", "$1"))
                .distinct())
        .as("both took trials")
        .hasSize(2);
    assertThat(trials(folder)).hasSize(TRIALS).allMatch(t -> t.state() == Trial.State.FINISHED);
  }

  private static long lines(Path at) throws Exception {
    Path file = at.resolve("trials.jsonl");
    return Files.exists(file) ? Files.readString(file).lines().count() : 0;
  }
}
