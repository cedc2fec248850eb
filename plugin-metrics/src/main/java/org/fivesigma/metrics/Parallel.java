package org.fivesigma.metrics;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Independent pieces of work on a number of threads. */
public final class Parallel {
  private Parallel() {}

  /** Calls {@code work} with 0 … n − 1, on up to {@code threads} threads, and waits. */
  public static void forEach(int n, int threads, IntConsumer work) {
    if (threads <= 1 || n <= 1) {
      IntStream.range(0, n).forEach(work);
      return;
    }
    ForkJoinPool pool = new ForkJoinPool(Math.min(threads, n));
    try {
      ForkJoinTask<?> task = pool.submit(() -> IntStream.range(0, n).parallel().forEach(work));
      task.join();
    } finally {
      pool.shutdown();
    }
  }
}
