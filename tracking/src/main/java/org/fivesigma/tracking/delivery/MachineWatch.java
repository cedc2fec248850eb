package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * Samples the use of this machine while runs go on, on a thread that it is lent. A machine that
 * cannot be watched is no reason to lose a run.
 */
final class MachineWatch {
  /** Soon at first, so that a short run has a curve, too; then at the full interval. */
  private static final Duration FIRST = Duration.ofMillis(500);

  private final ScheduledExecutorService workers;
  private final Duration interval;
  private final long process;
  private final ObjLongConsumer<Map<String, Double>> samples;
  private final Consumer<String> problem;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * @param interval between samples; zero: never any
   * @param process the process whose own use is sampled, too
   * @param samples takes each, with its time in milliseconds
   */
  MachineWatch(
      ScheduledExecutorService workers,
      Duration interval,
      long process,
      ObjLongConsumer<Map<String, Double>> samples,
      Consumer<String> problem) {
    this.workers = workers;
    this.interval = interval;
    this.process = process;
    this.samples = samples;
    this.problem = problem;
  }

  /**
   * Begins, unless it has.
   *
   * @param disk a folder on the disk to be watched
   */
  void begin(Path disk) {
    if (!interval.isZero() && begun.compareAndSet(false, true)) {
      workers.execute(() -> open(disk));
    }
  }

  private void open(Path disk) {
    try {
      next(new SystemMetrics(disk, process), FIRST);
    } catch (RuntimeException | LinkageError e) {
      problem.accept("the use of this machine cannot be measured (" + e + ")");
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void next(SystemMetrics metrics, Duration pause) {
    Duration now = pause.compareTo(interval) > 0 ? interval : pause;
    workers.schedule(() -> sample(metrics, now), now.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sample(SystemMetrics metrics, Duration pause) {
    if (closed) {
      metrics.close();
      return;
    }
    try {
      samples.accept(metrics.sample(), Instant.now().toEpochMilli());
      next(metrics, pause.multipliedBy(2));
    } catch (IOException | RuntimeException e) {
      problem.accept("the use of this machine cannot be measured any more (" + e + ")");
    }
  }

  /** No more samples. */
  void close() {
    closed = true;
  }
}
