package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.fivesigma.spi.model.Loss;

/**
 * Loss and gradient of a batch that is cut in shards, computed by several threads and added in a
 * fixed order. The cut depends on the batch and the architecture, never on the number of threads,
 * so that neither do the bits.
 */
final class Shards implements AutoCloseable {
  /** Events below which a shard costs more than a second thread gains. */
  private static final int SMALLEST = 256;

  private static final int MOST = 8;

  private final Graph graph;
  private final Loss loss;
  private final int shardRows;
  private final List<Shard> shards = new ArrayList<>();
  private final Optional<ExecutorService> others;

  /**
   * Shards of batches of up to {@code rows} events.
   *
   * @param dropout makes the masks of one shard of so many events; gives nothing for none
   * @param devices at least so many shards, where batch normalisation allows it
   */
  Shards(
      Graph graph,
      Loss loss,
      IntFunction<Optional<Dropout>> dropout,
      int rows,
      int devices,
      int threads) {
    this.graph = graph;
    this.loss = loss;
    int count = loss.wholeBatch() ? 1 : count(graph.architecture(), rows, devices);
    this.shardRows = (rows + count - 1) / count;
    for (int i = 0; i < count; i++) {
      shards.add(new Shard(dropout.apply(shardRows)));
    }
    int helpers = Math.min(threads, count) - 1;
    this.others =
        helpers < 1
            ? Optional.empty()
            : Optional.of(
                Executors.newFixedThreadPool(
                    helpers,
                    work -> {
                      Thread thread = new Thread(work, "network-shard");
                      thread.setDaemon(true);
                      return thread;
                    }));
  }

  /** Batch normalisation looks at the whole batch, which is then not cut. */
  static int count(Architecture architecture, int rows, int devices) {
    if (architecture.batchNorm()) {
      return 1;
    }
    int even = Math.min(MOST, Math.max(1, rows / SMALLEST));
    return Math.max(1, Math.min(rows, Math.max(even, devices)));
  }

  /** One shard's buffers. */
  private final class Shard {
    private final Gradients gradients;
    private final int[] labels = new int[shardRows];
    private final float[] weights = new float[shardRows];
    private double value;

    Shard(Optional<Dropout> dropout) {
      this.gradients = new Gradients(graph, dropout, shardRows);
    }

    void run(
        float[] x,
        int[] allLabels,
        float[] allWeights,
        int from,
        int count,
        int rows,
        SplittableRandom masks) {
      System.arraycopy(allLabels, from, labels, 0, count);
      System.arraycopy(allWeights, from, weights, 0, count);
      int outputs = graph.architecture().outputs();
      float share = (float) count / rows;
      value =
          gradients.batch(
              x,
              from,
              count,
              (logits, slope) -> {
                double mean = loss.batch(logits, outputs, labels, weights, count, slope);
                if (share != 1) {
                  for (int i = 0; i < count * outputs; i++) {
                    slope[i] *= share;
                  }
                }
                return mean * count / rows;
              },
              masks);
    }
  }

  /** Random streams of a step's dropout, one per shard. */
  interface Masks {
    /** A fresh stream. */
    SplittableRandom stream(int shard);
  }

  /**
   * Loss of a batch; its gradient becomes {@link #gradient}.
   *
   * @param x features, row-major
   */
  double batch(float[] x, int[] labels, float[] weights, int rows, Masks masks) {
    int used = (rows + shardRows - 1) / shardRows;
    List<Future<?>> waiting = new ArrayList<>();
    for (int s = 0; s < used; s++) {
      int from = s * shardRows;
      int count = Math.min(shardRows, rows - from);
      Shard shard = shards.get(s);
      SplittableRandom random = masks.stream(s);
      Runnable work = () -> shard.run(x, labels, weights, from, count, rows, random);
      // the last is the caller's own
      if (others.isPresent() && s < used - 1) {
        waiting.add(others.get().submit(work));
      } else {
        work.run();
      }
    }
    waiting.forEach(Shards::await);
    double value = 0;
    for (int s = 0; s < used; s++) {
      value += shards.get(s).value;
      if (s > 0) {
        shards.get(0).gradients.add(shards.get(s).gradients);
      }
    }
    return value;
  }

  /** The gradient of the last batch: native memory, which the next batch overwrites. */
  NDArray gradient() {
    return shards.get(0).gradients.gradient();
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch was computed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
  }

  /** Moves the running statistics of batch normalisation by a batch. */
  void normalise(float[] x, int rows, double momentum) {
    shards.get(0).gradients.normalise(x, rows, momentum);
  }

  @Override
  public void close() {
    others.ifPresent(ExecutorService::shutdown);
    shards.forEach(shard -> shard.gradients.close());
  }
}
