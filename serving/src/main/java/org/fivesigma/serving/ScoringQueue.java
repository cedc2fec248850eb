package org.fivesigma.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.serving.events.Events;
import org.fivesigma.spi.data.Columns;

/**
 * Scores the events of many requests. What waits when a thread is free is scored as one batch, so
 * that batches grow with the load and nobody waits for others to come. An event's score does not
 * depend on its batch.
 */
final class ScoringQueue implements AutoCloseable {
  private static final int MOST_ROWS = 8192;

  private final Bundle bundle;
  private final BlockingQueue<Job> waiting;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ServiceMetrics metrics;

  /**
   * Events of one request.
   *
   * @param deadline value of the nano clock after which nobody wants the scores
   * @param done takes the scores, or what went wrong
   */
  record Job(Events events, long deadline, BiConsumer<double[], Throwable> done) {}

  ScoringQueue(Bundle bundle, int threads, int mostWaiting, ServiceMetrics metrics) {
    this.bundle = bundle;
    this.waiting = new ArrayBlockingQueue<>(mostWaiting);
    this.metrics = metrics;
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(this::work, "score-" + (i + 1));
      thread.setDaemon(true);
      this.threads.add(thread);
      thread.start();
    }
  }

  /** Takes events to be scored; false when too many wait. */
  boolean offer(Job job) {
    return !closed.get() && waiting.offer(job);
  }

  private void work() {
    List<Job> batch = new ArrayList<>();
    while (!closed.get() || !waiting.isEmpty()) {
      try {
        Job first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.clear();
        batch.add(first);
        int rows = first.events().rows();
        for (Job next = waiting.peek();
            next != null && rows + next.events().rows() <= MOST_ROWS;
            next = waiting.peek()) {
          Job taken = waiting.poll();
          if (taken == null) {
            break;
          }
          batch.add(
              taken); // another thread may have taken the one looked at; this one then fits or not
          rows += taken.events().rows();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = System.nanoTime();
      List<Job> wanted = new ArrayList<>();
      for (Job job : batch) {
        if (now - job.deadline() > 0) {
          job.done().accept(null, new TimedOut());
        } else {
          wanted.add(job);
        }
      }
      score(wanted);
    }
  }

  /** Too long in the queue. */
  static final class TimedOut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimedOut() {
      super("waited too long", null, false, false);
    }
  }

  private void score(List<Job> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    double[] scores;
    try {
      scores = scores(jobs);
    } catch (RuntimeException | Error e) {
      if (jobs.size() == 1) {
        jobs.get(0).done().accept(null, e);
      } else {
        jobs.forEach(job -> score(List.of(job))); // one request's values must not fail the others'
      }
      return;
    }
    int outputs = bundle.manifest().outputs();
    int at = 0;
    for (Job job : jobs) {
      int n = job.events().rows() * outputs;
      double[] own = new double[n];
      System.arraycopy(scores, at, own, 0, n);
      at += n;
      job.done().accept(own, null);
    }
  }

  private double[] scores(List<Job> jobs) {
    int rows = jobs.stream().mapToInt(job -> job.events().rows()).sum();
    metrics.batch(rows);
    List<String> names = bundle.manifest().featureNames();
    float[][] values;
    if (jobs.size() == 1) {
      values = jobs.get(0).events().values();
    } else {
      values = new float[names.size()][rows];
      int at = 0;
      for (Job job : jobs) {
        int n = job.events().rows();
        for (int f = 0; f < values.length; f++) {
          System.arraycopy(job.events().values()[f], 0, values[f], at, n);
        }
        at += n;
      }
    }
    List<String> ids = new ArrayList<>();
    if (bundle.manifest().folds() > 0) {
      for (Job job : jobs) {
        for (int i = 0; i < job.events().rows(); i++) {
          ids.add(job.events().id(i));
        }
      }
    }
    return bundle.predict(Columns.of(names, values, rows), ids, 1);
  }

  /** Scores what waits, then ends the threads. */
  @Override
  public void close() {
    closed.set(true);
    for (Thread thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
