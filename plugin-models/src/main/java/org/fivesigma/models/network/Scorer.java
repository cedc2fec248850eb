package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.fivesigma.spi.data.FeatureMatrix;

/**
 * Runs a network over many events. Events go through in blocks of one fixed size, the last filled
 * up with zeros: matrix products of different sizes may round differently, so that an event's
 * output would otherwise depend on its neighbours.
 */
final class Scorer {
  private static final int LARGEST_BLOCK = 768;
  private static final int SMALLEST_BLOCK = 32;

  /** Multiply-adds of a block: large enough to hide the cost of calls, a few ms of one thread. */
  private static final double BLOCK_WORK = 48e6;

  /** How many times as much a device with memory of its own takes at once. */
  private static final int DEVICE_FACTOR = 64;

  private static final int LARGEST_DEVICE_BLOCK = 8192;

  private Scorer() {}

  /**
   * Events in a block: a multiple of vector and tile sizes that depends on the network and its
   * device. Wide networks have small blocks, so that a single event does not wait for the work of
   * hundreds.
   */
  static int block(Graph graph) {
    double work = BLOCK_WORK / graph.architecture().parameters();
    int rows =
        (int)
            (graph.shared()
                ? Math.min(LARGEST_BLOCK, work)
                : Math.min(LARGEST_DEVICE_BLOCK, work * DEVICE_FACTOR));
    return Math.max(SMALLEST_BLOCK, rows / SMALLEST_BLOCK * SMALLEST_BLOCK);
  }

  /** Where blocks of events come from. Called from several threads. */
  interface Blocks {
    /** Writes rows {@code from … to−1}, row-major, to the beginning of {@code into}. */
    void read(int from, int to, float[] into);
  }

  /** The rows of a matrix. */
  static Blocks rowsOf(FeatureMatrix matrix) {
    return (from, to, into) -> {
      for (int row = from; row < to; row++) {
        matrix.copyRow(row, into, (row - from) * matrix.width());
      }
    };
  }

  /** What is done with the logits of a block. Called from several threads, for disjoint rows. */
  interface Sink {
    /**
     * Takes rows {@code from … to−1}, from the beginning of {@code logits}.
     *
     * @param network number of the network
     */
    void accept(int network, int from, int to, float[] logits);
  }

  /** Logits of all rows, row-major. */
  static float[] logits(Graph graph, int rows, Blocks blocks, int threads) {
    int outputs = graph.architecture().outputs();
    float[] all = new float[Math.multiplyExact(rows, outputs)];
    run(
        List.of(graph),
        rows,
        blocks,
        threads,
        (network, from, to, logits) ->
            System.arraycopy(logits, 0, all, from * outputs, (to - from) * outputs));
    return all;
  }

  /**
   * Hands the logits of every block to {@code sink}, those of one network after another.
   *
   * @param graphs networks of one architecture
   */
  static void run(List<Graph> graphs, int rows, Blocks blocks, int threads, Sink sink) {
    int size = block(graphs.get(0));
    int count = (rows + size - 1) / size;
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          try (Worker worker = new Worker(graphs)) {
            for (int b = next.getAndIncrement(); b < count; b = next.getAndIncrement()) {
              int from = b * size;
              int to = Math.min(rows, from + size);
              blocks.read(from, to, worker.features);
              worker.fill(to - from);
              for (int g = 0; g < graphs.size(); g++) {
                sink.accept(g, from, to, worker.logits(g));
              }
            }
          }
        };
    parallel(Math.min(threads, count), work);
  }

  /** Runs the same work on several threads, the caller's among them, and waits. */
  static void parallel(int threads, Runnable work) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      Thread thread = new Thread(work, "network-" + i);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> failure.compareAndSet(null, e));
      others.add(thread);
      thread.start();
    }
    try {
      work.run();
    } finally {
      for (Thread thread : others) {
        join(thread);
      }
    }
    if (failure.get() instanceof RuntimeException e) {
      throw e;
    } else if (failure.get() instanceof Error e) {
      throw e;
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        // native work cannot be left half done: wait, then tell
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One thread's buffers. */
  private static final class Worker implements AutoCloseable {
    private final float[] features;
    private final float[] logits;
    private final int rows;
    private final int inputs;
    private final FeatureInput x;
    private final List<Graph> graphs;
    private final Pass pass;

    Worker(List<Graph> graphs) {
      Torch.prepare();
      Graph graph = graphs.get(0);
      this.inputs = graph.architecture().inputs();
      this.rows = block(graph);
      this.features = new float[rows * inputs];
      this.logits = new float[rows * graph.architecture().outputs()];
      this.x = new FeatureInput(graph, rows);
      this.graphs = graphs;
      this.pass = Pass.forPrediction(graph, rows);
    }

    /** Takes so many events of {@code features}. */
    void fill(int events) {
      Arrays.fill(features, events * inputs, features.length, 0f);
      x.put(features, 0, features.length);
    }

    float[] logits(int network) {
      pass.forward(graphs.get(network), x.value(), rows, null, Pass.Norm.PREDICTION);
      pass.logits(logits, logits.length);
      return logits;
    }

    @Override
    public void close() {
      x.close();
      pass.close();
    }
  }
}
