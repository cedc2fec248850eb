package org.fivesigma.tracking.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

/** When a run is sent next, and how often that failed. */
final class Sending {
  private static final long LONGEST_PAUSE = 30_000;
  private static final long FIRST_PAUSE = 1_000;

  private final LiveRun run;
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile int failures;
  private volatile int lastFailures;
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
    failures = 0;
  }

  /**
   * Counts a failure.
   *
   * @param last whether it is one of the last attempts, of a session that is closing
   * @return milliseconds to wait before the next attempt
   */
  long failed(boolean last) {
    failures++;
    if (last) {
      lastFailures++;
      return FIRST_PAUSE;
    }
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures - 1, 5));
  }

  int failures() {
    return failures;
  }

  /** Failures since the session began to close. */
  int lastFailures() {
    return lastFailures;
  }

  /** No more attempts: the session is closing and the server does not answer. */
  void giveUp() {
    givenUp = true;
  }

  boolean givenUp() {
    return givenUp;
  }
}
