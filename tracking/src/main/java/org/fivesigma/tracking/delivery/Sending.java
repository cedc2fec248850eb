package org.fivesigma.tracking.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** When a run is sent next, and how often that failed. */
final class Sending {
  private static final long LONGEST_PAUSE = 30_000;
  private static final long FIRST_PAUSE = 1_000;
  private static final int MOST_DOUBLINGS = 5;

  private final LiveRun run;
  private final AtomicBoolean due = new AtomicBoolean();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger lastFailures = new AtomicInteger();
  private volatile boolean givenUp;

  Sending(LiveRun run) {
    this.run = run;
  }

  LiveRun run() {
    return run;
  }

  /** Whether nobody else has asked for the next turn yet. */
  boolean ask() {
    return due.compareAndSet(false, true);
  }

  /** The turn has come. */
  void begin() {
    due.set(false);
  }

  void succeeded() {
    failures.set(0);
  }

  /**
   * Counts a failure.
   *
   * @param last whether it is one of the last attempts, of a session that is closing
   * @return milliseconds to wait before the next attempt
   */
  long failed(boolean last) {
    int soFar = failures.getAndIncrement();
    if (last) {
      lastFailures.incrementAndGet();
      return FIRST_PAUSE;
    }
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(soFar, MOST_DOUBLINGS));
  }

  int failures() {
    return failures.get();
  }

  /** Failures since the session began to close. */
  int lastFailures() {
    return lastFailures.get();
  }

  /** No more attempts: the session is closing and the server does not answer. */
  void giveUp() {
    givenUp = true;
  }

  boolean givenUp() {
    return givenUp;
  }
}
