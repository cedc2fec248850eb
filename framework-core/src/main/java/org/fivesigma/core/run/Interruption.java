package org.fivesigma.core.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.fivesigma.spi.model.TrainingContext.StopTraining;

/**
 * Ctrl-C and SIGTERM: the signal only sets a flag; trainings notice it at their next check, what is
 * finished is written down, and only then the process ends.
 */
public final class Interruption {
  /** Exit code after Ctrl-C. */
  public static final int BY_USER = 130;

  /** Exit code after SIGTERM. */
  public static final int BY_SYSTEM = 143;

  private final AtomicReference<String> reason = new AtomicReference<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean finishedInTime;
  private volatile int exitCode = BY_USER;

  /** The exit code that the process will have: {@value #BY_USER}, or another one said here. */
  public void exitCode(int code) {
    exitCode = code;
  }

  /** The exit code that the process will have. */
  public int exitCode() {
    return exitCode;
  }

  /** Asks the run to stop and waits a while until it has written down where it stands. */
  public void request(String why, Duration patience) {
    reason.compareAndSet(null, why);
    try {
      finishedInTime = finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a stop was asked for. */
  public boolean requested() {
    return reason.get() != null;
  }

  /** Called at the end of the run: whoever waits in {@link #request} goes on. */
  public void done() {
    finished.countDown();
  }

  /** Whether a run that was asked to stop had written everything down before the patience ended. */
  public boolean finishedInTime() {
    return finishedInTime;
  }

  void check() {
    String why = reason.get();
    if (why != null) {
      throw new StopTraining(why, false);
    }
  }
}
