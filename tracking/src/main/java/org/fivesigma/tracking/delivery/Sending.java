package org.fivesigma.tracking.delivery;

import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The attempts to send one run: never two at a time, and never two planned, however many ask for
 * one. Thread-safe.
 */
final class Sending {
  private static final int MOST_DOUBLINGS = 5;

  private final ScheduledExecutorService workers;
  private final long firstPause;
  private final Supplier<OptionalLong> attempt;
  private ScheduledFuture<?> planned;
  private boolean working;
  private boolean again;
  private long againIn;
  private int failures;
  private boolean stopped;

  /**
   * @param firstPause milliseconds after a first failure
   * @param attempt what is done in each turn; answers after how many milliseconds it wants another,
   *     empty for none
   */
  Sending(ScheduledExecutorService workers, long firstPause, Supplier<OptionalLong> attempt) {
    this.workers = workers;
    this.firstPause = firstPause;
    this.attempt = attempt;
  }

  /** Asks for an attempt within so many milliseconds; one that is planned for later is enough. */
  synchronized void ask(long millis) {
    if (working) {
      againIn = again ? Math.min(againIn, millis) : millis;
      again = true;
    } else if (planned == null) {
      plan(millis);
    }
  }

  /** Asks for an attempt at once, whatever is planned. */
  synchronized void askNow() {
    if (planned != null && planned.cancel(false)) {
      planned = null;
    }
    ask(0);
  }

  private void plan(long millis) {
    if (!stopped) {
      planned = workers.schedule(this::turn, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void turn() {
    synchronized (this) {
      planned = null;
      if (stopped) {
        return;
      }
      working = true;
      again = false;
    }
    OptionalLong next = OptionalLong.empty();
    try {
      next = attempt.get();
    } finally {
      ended(next);
    }
  }

  /** Of an attempt that wants another the pause counts, unless somebody is in a hurry. */
  private synchronized void ended(OptionalLong next) {
    working = false;
    if (again && againIn == 0) {
      plan(0);
    } else if (next.isPresent()) {
      plan(next.getAsLong());
    } else if (again) {
      plan(againIn);
    }
  }

  synchronized void succeeded() {
    failures = 0;
  }

  /**
   * Counts a failure.
   *
   * @param hurry whether the session is closing
   * @return milliseconds to wait before the next attempt, more with each failure unless in a hurry
   */
  synchronized long failed(boolean hurry) {
    int soFar = failures++;
    return hurry ? firstPause : firstPause << Math.min(soFar, MOST_DOUBLINGS);
  }

  /** Failures since the last success. */
  synchronized int failures() {
    return failures;
  }

  /** No more attempts: what is not sent by now stays in the folder. */
  synchronized void stop() {
    stopped = true;
    if (planned != null) {
      planned.cancel(false);
      planned = null;
    }
  }

  /** Whether there will be no more attempts. */
  synchronized boolean stopped() {
    return stopped;
  }
}
