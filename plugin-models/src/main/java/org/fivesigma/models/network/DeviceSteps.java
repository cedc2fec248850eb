package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Optimizer;

/**
 * Steps on devices with memory of their own: events, parameters and the optimiser's state stay
 * there. Only the numbers of a batch's events go in and its outputs come back, for the loss, which
 * is computed in Java. Several devices hold a copy of the network each, compute the gradient of a
 * shard of the batch, and take the step of the first.
 */
final class DeviceSteps implements Steps {
  /** Events of which a device keeps no copy: more than one buffer of Java holds. */
  private static final long LARGEST = Integer.MAX_VALUE / Float.BYTES - 1024;

  private final Training.Plan plan;
  private final Features features;
  private final Events train;
  private final Seeds seeds;
  private final int shardRows;
  private final boolean kept;
  private final float[] x;
  private final List<Replica> replicas = new ArrayList<>();
  private final NDManager owner;
  private final NativeUpdater updater;
  private final GradientTerms terms;

  /** For batches of up to {@code rows} events. */
  DeviceSteps(
      Training.Plan plan,
      Architecture architecture,
      Precision precision,
      List<String> devices,
      Features features,
      Events train,
      Seeds seeds,
      int rows) {
    this.plan = plan;
    this.features = features;
    this.train = train;
    this.seeds = seeds;
    // what looks at a whole batch is computed on one device
    boolean whole = architecture.batchNorm() || plan.loss().wholeBatch();
    int count = whole ? 1 : Math.min(rows, devices.size());
    this.shardRows = (rows + count - 1) / count;
    this.kept = features.fixed() && (long) features.rows() * features.width() <= LARGEST;
    this.x = new float[kept ? 0 : rows * features.width()];
    for (String device : devices.subList(0, count)) {
      replicas.add(new Replica(new Graph(architecture, precision, device)));
    }
    this.owner = first().graph.scope();
    int size = Math.toIntExact(architecture.parameters());
    this.updater = NativeUpdater.of(plan.optimizer(), size, owner);
    this.terms = new GradientTerms(plan, architecture, owner);
  }

  private Replica first() {
    return replicas.get(0);
  }

  @Override
  public double step(Batch batch, long step, Optimizer.Rates rates) {
    int used = (batch.count() + shardRows - 1) / shardRows;
    gather(batch);
    try {
      Parallel.run(used, used, i -> replicas.get(i).run(batch, i, step));
      double loss = 0;
      for (Replica replica : replicas.subList(0, used)) {
        loss += replica.loss;
      }
      if (Double.isFinite(loss)) {
        Torch.prepare();
        NDArray gradient = first().gradient;
        for (Replica other : replicas.subList(1, used)) {
          gradient.addi(Torch.moved(other.gradient, first().scope));
        }
        terms.apply(gradient, first().graph);
        updater.step(first().graph, gradient, rates);
        replicas.subList(1, replicas.size()).forEach(r -> r.graph.follow(first().graph));
      }
      return loss;
    } finally {
      replicas.forEach(Replica::endStep);
    }
  }

  /** Features that change from epoch to epoch come from Java, those of the whole batch at once. */
  private void gather(Batch batch) {
    if (!kept) {
      features.gather(batch.order(), batch.from(), batch.count(), batch.epoch(), x);
    }
  }

  @Override
  public void normalise(Batch batch, double momentum) {
    Torch.prepare();
    gather(batch);
    Graph graph = first().graph;
    try (NDManager scope = graph.scope()) {
      Torch.Value in = Torch.value(first().events(batch, 0, batch.count(), scope));
      first().pass.forward(graph, in, batch.count(), null, new Pass.Norm(true, momentum));
      in.close();
    }
  }

  @Override
  public void put(float[] parameters, float[] statistics) {
    first().graph.load(parameters, statistics);
    replicas.subList(1, replicas.size()).forEach(r -> r.graph.follow(first().graph));
  }

  @Override
  public void get(float[] parameters, float[] statistics) {
    first().graph.store(parameters, statistics);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    updater.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    Torch.prepare();
    updater.load(in);
  }

  @Override
  public void close() {
    replicas.forEach(
        r -> {
          r.pass.close();
          r.graph.close();
        });
  }

  /** A device's copy of the network and of the events. */
  private final class Replica {
    private final Graph graph;
    private final NDManager resident;
    private final NDManager host;
    private final Optional<NDArray> matrix;
    private final Pass pass;
    private final ByteBuffer input;
    private final float[] logits;
    private final float[] slope;
    private final int[] labels = new int[shardRows];
    private final float[] weights = new float[shardRows];
    private NDManager scope;
    private NDArray gradient;
    private double loss;

    Replica(Graph graph) {
      this.graph = graph;
      this.resident = graph.scope();
      this.host = graph.hostScope();
      this.matrix = kept ? Optional.of(uploaded()) : Optional.empty();
      this.pass = Pass.forTraining(graph, shardRows, plan.dropout().apply(shardRows));
      this.input = Torch.bytes(host, kept ? 0 : (long) shardRows * features.width());
      int outputs = shardRows * graph.architecture().outputs();
      this.logits = new float[outputs];
      this.slope = new float[outputs];
    }

    private NDArray uploaded() {
      int rows = features.rows();
      int width = features.width();
      ByteBuffer all = Torch.bytes(host, (long) rows * width);
      float[] row = new float[width];
      int[] number = new int[1];
      for (int i = 0; i < rows; i++) {
        number[0] = i;
        features.gather(number, 0, 1, 0, row);
        all.asFloatBuffer().put(i * width, row);
      }
      return Torch.array(resident, all, rows, width);
    }

    /**
     * Features of some events of a batch, on the device.
     *
     * @param from first of them within the batch
     */
    NDArray events(Batch batch, int from, int count, NDManager step) {
      if (matrix.isPresent()) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
          numbers[i] = batch.order()[batch.from() + from + i];
        }
        return Torch.rows(matrix.get(), numbers, step);
      }
      int width = features.width();
      input.asFloatBuffer().put(0, x, from * width, count * width);
      return Torch.array(step, first(input, count * width), count, width);
    }

    /** Loss and gradient of this device's shard. */
    void run(Batch batch, int shard, long step) {
      Torch.prepare();
      scope = graph.scope();
      int from = shard * shardRows;
      int rows = Math.min(shardRows, batch.count() - from);
      for (int i = 0; i < rows; i++) {
        int event = batch.order()[batch.from() + from + i];
        labels[i] = train.labels()[event];
        weights[i] = train.weights()[event];
      }
      try (Torch.Value in = Torch.value(events(batch, from, rows, scope))) {
        pass.forward(graph, in, rows, seeds.stream("dropout", step, shard), Pass.Norm.TRAINING);
        int outputs = graph.architecture().outputs();
        pass.logits(logits, rows * outputs);
        double mean = plan.loss().batch(logits, outputs, labels, weights, rows, slope);
        float share = (float) rows / batch.count();
        for (int i = 0; share != 1 && i < rows * outputs; i++) {
          slope[i] *= share;
        }
        loss = mean * rows / batch.count();
        pass.backward(graph, in, rows, slope);
      }
      gradient = pass.gradient();
    }

    void endStep() {
      if (scope != null) {
        scope.close();
        scope = null;
      }
    }

    private static ByteBuffer first(ByteBuffer buffer, int floats) {
      return buffer.slice(0, floats * Float.BYTES).order(buffer.order());
    }
  }
}
