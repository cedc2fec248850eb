package org.fivesigma.core.run;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.study.Journal;
import org.fivesigma.core.study.StudySummary;
import org.fivesigma.core.study.TrialQueue;
import org.fivesigma.spi.model.TrainingContext.StopTraining;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Trial;

/** Runs the trials that a queue hands out, several at a time, each in a folder of its own. */
final class StudyTrials {
  private static final long PAUSE_MILLISECONDS = 200;

  private final Interruption interruption;
  private final RunConsole console;
  private final RunSession session;
  private final Experiment.TuneSpec tune;
  private final StudyTraining training;
  private final TrialQueue queue;

  /** Set when no new trial is to start; its monitor is told whenever a trial has ended. */
  private final AtomicBoolean stopped = new AtomicBoolean();

  StudyTrials(
      RunServices services,
      RunSession session,
      Experiment.TuneSpec tune,
      StudyTraining training,
      TrialQueue queue) {
    this.interruption = services.interruption();
    this.console = services.console();
    this.session = session;
    this.tune = tune;
    this.training = training;
    this.queue = queue;
  }

  /**
   * Runs until the queue is done, the time is up, or a trial's failure stops the study.
   *
   * @param maximise whether the largest value is the best
   * @param deadline in the time of {@link System#nanoTime}: no trial starts later
   */
  void work(boolean maximise, long deadline) {
    ExecutorService workers = Executors.newFixedThreadPool(tune.parallel());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < tune.parallel(); w++) {
        running.add(workers.submit(() -> guarded(maximise, deadline)));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StopTraining("interrupted", false);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdown();
    }
  }

  /** A worker that cannot go on stops the others once their trials have ended. */
  private void guarded(boolean maximise, long deadline) {
    try {
      worker(maximise, deadline);
    } catch (RuntimeException | Error e) {
      stopped.set(true);
      throw e;
    }
  }

  private void worker(boolean maximise, long deadline) {
    while (!stopped.get() && System.nanoTime() < deadline) {
      interruption.check();
      TrialQueue.Next next = queue.next();
      if (next instanceof TrialQueue.Next.Done) {
        return;
      }
      if (next instanceof TrialQueue.Next.Run run) {
        trial(maximise, run.trial());
      } else {
        pause();
      }
    }
  }

  /** Until a trial of this process ends; one of another process is seen a little later. */
  private void pause() {
    try {
      synchronized (stopped) {
        stopped.wait(PAUSE_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StopTraining("interrupted", false);
    }
  }

  private void trial(boolean maximise, Trial trial) {
    long start = System.nanoTime();
    Optional<Pruner> pruner =
        tune.pruner().id().equals("none") ? Optional.empty() : Optional.of(tune.pruner().create());
    TrialGuard guard = new TrialGuard(queue, trial, tune.objective(), pruner);
    boolean told = false;
    try {
      RunOutcome outcome = training.trial(trial, guard);
      interruption.check();
      double seconds = (System.nanoTime() - start) / 1e9;
      Trial ended = guard.ended(outcome);
      queue.ended(ended, seconds);
      told = true;
      say(ended, maximise, seconds);
    } finally {
      if (!told) {
        giveBack(trial);
      }
      synchronized (stopped) {
        stopped.notifyAll();
      }
    }
  }

  /** What ended this worker is told, even where the journal cannot be written any more. */
  private void giveBack(Trial trial) {
    try {
      queue.abandoned(trial);
    } catch (UncheckedIOException e) {
      console.warn(e.getMessage());
    }
  }

  private void say(Trial ended, boolean maximise, double seconds) {
    session.metrics(
        ended.number(),
        ended.number(),
        Double.isNaN(ended.value()) ? Map.of() : Map.of(tune.objective(), ended.value()));
    List<Trial> all = queue.entries().stream().map(Journal.Entry::trial).toList();
    session.log(StudySummary.line(ended, all, tune.trials(), maximise, seconds));
    if (ended.state() == Trial.State.FAILED && tune.onTrialFailure().equals("stop")) {
      stopped.set(true);
    }
  }
}
