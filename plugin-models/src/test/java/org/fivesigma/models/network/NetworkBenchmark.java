package org.fivesigma.models.network;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.activation.Activation.Function;
import org.fivesigma.models.network.initializer.Initializers;
import org.fivesigma.models.network.loss.CrossEntropy;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.model.Optimizer;

/**
 * Times steps of training and prediction; {@code benchmarks/network} runs it in turn with torch.
 *
 * <p>Arguments: {@code step|predict} inputs hidden layers activation batch precision members
 * threads rounds. Prints one line of JSON: median milliseconds of wall and of CPU time per step of
 * all members (or per prediction).
 */
final class NetworkBenchmark {
  private static final int STEPS = 20;
  private static final int WARM = 10;

  private NetworkBenchmark() {}

  /** One network with its optimiser. */
  private static final class Member implements AutoCloseable {
    private final Graph graph;
    private final Gradients gradients;
    private final NativeUpdater updater;
    private final Loss loss = new CrossEntropy();

    Member(Architecture architecture, Precision precision, int batch, long seed) {
      graph = new Graph(architecture, precision);
      gradients = new Gradients(graph, Optional.empty(), batch);
      float[] parameters = new float[(int) architecture.parameters()];
      SplittableRandom random = new SplittableRandom(seed);
      for (Architecture.Tensor t : architecture.tensors()) {
        if (t.role() == Architecture.Role.WEIGHT) {
          Initializers.heNormal().fill(parameters, t.offset(), t.columns(), t.rows(), random);
        }
      }
      graph.parameters().put(0, parameters);
      Torch.prepare();
      updater = NativeUpdater.of(Mlp.adam(1e-3), parameters.length, graph.scope());
    }

    void step(float[] x, int[] labels, float[] weights, int rows) {
      gradients.batch(
          x, 0, rows, (z, slope) -> loss.batch(z, 1, labels, weights, rows, slope), null);
      updater.step(graph, gradients.gradient(), Optimizer.Rates.of(1e-3));
    }

    @Override
    public void close() {
      gradients.close();
      graph.close();
    }
  }

  public static void main(String[] args) {
    int inputs = Integer.parseInt(args[1]);
    List<Integer> hidden = Arrays.stream(args[2].split(",")).map(Integer::valueOf).toList();
    Activation activation = new Activation(Function.valueOf(args[3]), 0);
    int batch = Integer.parseInt(args[4]);
    Precision precision = Precision.valueOf(args[5]);
    int members = Integer.parseInt(args[6]);
    int threads = Integer.parseInt(args[7]);
    int rounds = Integer.parseInt(args[8]);
    Architecture architecture =
        new Architecture(inputs, hidden, 1, activation, false, Connections.PLAIN);
    List<Member> all = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      all.add(new Member(architecture, precision, batch, i));
    }
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[batch * inputs];
    int[] labels = new int[batch];
    float[] weights = new float[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = random.nextInt(2);
      weights[i] = 1;
      for (int j = 0; j < inputs; j++) {
        x[i * inputs + j] = (float) random.nextGaussian();
      }
    }
    boolean training = args[0].equals("step");
    double[] wall = new double[rounds];
    double[] cpu = new double[rounds];
    int steps = training ? STEPS : 1;
    for (int r = training ? -WARM : -1; r < rounds; r++) {
      LongAdder used = new LongAdder();
      long before = System.nanoTime();
      Thread[] workers = new Thread[threads];
      for (int t = 0; t < threads; t++) {
        int first = t;
        workers[t] =
            new Thread(
                () -> {
                  for (int s = 0; s < steps; s++) {
                    for (int m = first; m < members; m += threads) {
                      if (training) {
                        all.get(m).step(x, labels, weights, batch);
                      } else {
                        Scorer.logits(
                            all.get(m).graph,
                            batch,
                            (from, to, into) ->
                                System.arraycopy(x, from * inputs, into, 0, (to - from) * inputs),
                            1);
                      }
                    }
                  }
                  used.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                });
        workers[t].start();
      }
      for (Thread worker : workers) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      if (r >= 0) {
        wall[r] = (System.nanoTime() - before) / 1e6 / steps;
        cpu[r] = used.sum() / 1e6 / steps;
      }
    }
    all.forEach(Member::close);
    Arrays.sort(wall);
    Arrays.sort(cpu);
    System.out.printf(
        java.util.Locale.ROOT,
        "{\"wall_ms\": %.4f, \"cpu_ms\": %.4f}%n",
        wall[rounds / 2],
        cpu[rounds / 2]);
  }
}
