package org.fivesigma.core.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.History;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.folder.RunStatus;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.track.MetricPoint;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.spi.track.TrackedRun;

/**
 * One run while it goes: its status, history, log and tracker. Everything it is told is on disk
 * when the call returns.
 */
final class RunSession implements RunEvents, AutoCloseable {
  /** Looks at a training from outside: a study's pruner. */
  interface Guard {
    /** A training without a guard. */
    Guard NONE =
        new Guard() {
          @Override
          public void measured(double step, Map<String, Double> values) {}

          @Override
          public void check() {}
        };

    /** Values measured after a step. */
    void measured(double step, Map<String, Double> values);

    /** May throw to stop the training. */
    void check();
  }

  private final RunFolder folder;
  private final RunStatus status;
  private final History history;
  private final History timings;
  private final PrintWriter log;
  private final TrackedRun tracked;
  private final RunConsole console;
  private final Interruption interruption;
  private final Guard guard;
  private final List<String> warnings = new ArrayList<>();
  private final LongAdder trackedNanos = new LongAdder();
  private volatile String measured = "";

  private RunSession(
      RunFolder folder,
      RunStatus status,
      TrackedRun tracked,
      RunConsole console,
      Interruption interruption,
      Guard guard) {
    this.folder = folder;
    this.status = status;
    this.tracked = tracked;
    this.console = console;
    this.interruption = interruption;
    this.guard = guard;
    this.history = new History(folder.history());
    this.timings = new History(folder.file("timing.csv"));
    try {
      this.log =
          new PrintWriter(
              Files.newBufferedWriter(
                  folder.file("log.txt"),
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND),
              true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log of " + folder.path(), e);
    }
  }

  /** Begins a run in its folder; of a resumed run the first start is kept. */
  static RunSession begin(
      RunFolder folder,
      ExperimentFile file,
      Optional<String> asGiven,
      Optional<Path> parent,
      Map<String, String> parameters,
      Tracking tracking,
      RunConsole console,
      Interruption interruption,
      Guard guard) {
    Instant started = RunStatus.read(folder.path()).map(RunStatus::started).orElseGet(Instant::now);
    RunStatus status = RunStatus.running(started);
    AtomicFiles.write(folder.file("resolved.yaml"), file.resolvedYaml());
    if (!Files.exists(folder.file("spec.yaml"))) {
      AtomicFiles.write(folder.file("explained.yaml"), file.explain());
      AtomicFiles.write(folder.file("spec.yaml"), asGiven.orElseGet(file::resolvedYaml));
    }
    status.write(folder.path());
    TrackedRun tracked = tracking.begin(folder, file, parent, started, parameters);
    return new RunSession(folder, status, tracked, console, interruption, guard);
  }

  /** The folder. */
  RunFolder folder() {
    return folder;
  }

  /** Warnings so far. */
  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** How long trainings stood still because their values were told to the tracker. */
  double trackedSeconds() {
    return trackedNanos.sum() / 1e9;
  }

  /** Settings that became known while it ran. */
  void parameters(Map<String, String> parameters) {
    Tracking.add(folder, tracked, parameters);
  }

  @Override
  public void metrics(long step, double epoch, Map<String, Double> values) {
    history.append(step, epoch, values);
    Instant now = Instant.now();
    long start = System.nanoTime();
    values.forEach((key, value) -> tracked.metric(new MetricPoint(key, value, step, epoch, now)));
    trackedNanos.add(System.nanoTime() - start);
    values.entrySet().stream()
        .filter(e -> e.getKey().contains("valid/"))
        .reduce((a, b) -> b)
        .or(() -> values.entrySet().stream().findFirst())
        .ifPresent(e -> measured = String.format(Locale.ROOT, "%s %.5g", e.getKey(), e.getValue()));
    guard.measured(epoch, values);
  }

  @Override
  public void timing(long step, double epoch, String key, double seconds) {
    timings.append(step, epoch, Map.of(key, seconds));
    long start = System.nanoTime();
    tracked.metric(new MetricPoint(key, seconds, step, epoch, Instant.now()));
    trackedNanos.add(System.nanoTime() - start);
  }

  @Override
  public void log(String line) {
    write(line);
    console.log(line);
  }

  /** One line for the log file alone. */
  synchronized void write(String line) {
    log.println(line);
    tracked.log(line);
  }

  @Override
  public void warn(String line) {
    synchronized (this) {
      if (warnings.contains(line)) {
        return;
      }
      warnings.add(line);
    }
    write("warning: " + line);
    console.warn(line);
  }

  @Override
  public void progress(String what, long done, long total, String unit) {
    console.progress(what, done, total, unit, measured);
  }

  @Override
  public void check() {
    interruption.check();
    guard.check();
  }

  /** Ends the run: everything else is in the folder already. */
  void end(String state, int exitCode, Optional<String> error) {
    history.close();
    timings.close();
    error.ifPresent(e -> write("error: " + e));
    synchronized (this) {
      log.close();
    }
    RunStatus ended = status.ended(state, exitCode, error);
    ended.write(folder.path());
    RunEnd.Status how =
        switch (state) {
          case "finished" -> RunEnd.Status.FINISHED;
          case "interrupted" -> RunEnd.Status.INTERRUPTED;
          case "pruned" -> RunEnd.Status.PRUNED;
          default -> RunEnd.Status.FAILED;
        };
    tracked.end(new RunEnd(how, error.orElse(""), ended.ended().orElseThrow()));
  }

  @Override
  public void close() {
    history.close();
    timings.close();
    log.close();
  }
}
