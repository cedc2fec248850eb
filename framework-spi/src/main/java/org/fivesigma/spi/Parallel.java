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
   * calling thread works too. After a failure no further piece is begun; of those that failed, the
   * failure of the lowest piece is thrown, so that the same one is told whatever the threads.
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
    // pieces are begun in order: when one fails, all below it are done or have failed at the end
    AtomicReference<Failure> failure = new AtomicReference<>();
    Runnable worker =
        () -> {
          int i = next.getAndIncrement();
          try {
            for (; i < pieces; i = next.getAndIncrement()) {
              piece.accept(i);
            }
          } catch (RuntimeException | Error e) {
            Failure own = new Failure(i, e);
            failure.accumulateAndGet(own, (a, b) -> a == null || b.piece < a.piece ? b : a);
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
    Throwable thrown = failure.get() == null ? null : failure.get().thrown;
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
  }

  private record Failure(int piece, Throwable thrown) {}

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
