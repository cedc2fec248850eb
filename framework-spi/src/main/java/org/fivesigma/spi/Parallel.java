package org.fivesigma.spi;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs independent pieces of work on several threads. Which thread takes which piece is left open,
 * so each piece writes to a place of its own and the result does not depend on the number of
 * threads.
 */
public final class Parallel {
  private Parallel() {}

  /**
   * Calls {@code piece} with 0 … {@code pieces − 1}, each once, and returns when all are done. The
   * calling thread works too. After a failure no further piece is begun and the first failure is
   * thrown.
   *
   * @param threads how many threads to use at most; 1: all in the calling thread, in order
   */
  public static void run(int threads, int pieces, IntConsumer piece) {
    int helpers = Math.min(threads, pieces) - 1;
    if (helpers <= 0) {
      for (int i = 0; i < pieces; i++) {
        piece.accept(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Runnable worker =
        () -> {
          try {
            for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
              piece.accept(i);
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            next.set(pieces);
          }
        };
    Thread[] team = new Thread[helpers];
    for (int i = 0; i < helpers; i++) {
      team[i] = new Thread(worker, "fivesigma-" + (i + 1));
      team[i].setDaemon(true);
      team[i].start();
    }
    worker.run();
    join(team);
    Throwable thrown = failure.get();
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
  }

  /**
   * Waits for all; an interrupt is kept for the caller, who is not to go on beside live threads.
   */
  private static void join(Thread[] team) {
    boolean interrupted = false;
    for (Thread thread : team) {
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
