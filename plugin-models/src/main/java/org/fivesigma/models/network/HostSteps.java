package org.fivesigma.models.network;

import ai.djl.ndarray.NDManager;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Optimizer;

/** Steps on the CPU: passes and most optimisers in libtorch, losses in Java, on the same memory. */
final class HostSteps implements Steps {
  private final Graph graph;
  private final Features features;
  private final Events train;
  private final Seeds seeds;
  private final Shards shards;
  private final GradientTerms terms;
  private final NativeUpdater updater;
  private final float[] x;
  private final int[] labels;
  private final float[] weights;

  /**
   * For batches of up to {@code rows} events.
   *
   * @param devices at least so many shards of a batch
   */
  HostSteps(
      Training.Plan plan,
      Graph graph,
      Features features,
      Events train,
      Seeds seeds,
      int rows,
      int devices,
      int threads) {
    this.graph = graph;
    this.features = features;
    this.train = train;
    this.seeds = seeds;
    int size = Math.toIntExact(graph.architecture().parameters());
    this.shards = new Shards(graph, plan.loss(), plan.dropout(), rows, devices, threads);
    NDManager owner = graph.scope();
    this.terms = new GradientTerms(plan, graph.architecture(), owner);
    this.updater = NativeUpdater.of(plan.optimizer(), size, owner);
    this.x = new float[rows * features.width()];
    this.labels = new int[rows];
    this.weights = new float[rows];
  }

  @Override
  public double step(Batch batch, long step, Optimizer.Rates rates) {
    gather(batch);
    for (int i = 0; i < batch.count(); i++) {
      labels[i] = train.labels()[batch.order()[batch.from() + i]];
      weights[i] = train.weights()[batch.order()[batch.from() + i]];
    }
    double loss =
        shards.batch(
            x, labels, weights, batch.count(), shard -> seeds.stream("dropout", step, shard));
    if (!Double.isFinite(loss)) {
      return loss;
    }
    Torch.prepare();
    terms.apply(shards.gradient(), graph);
    updater.step(graph, shards.gradient(), rates);
    return loss;
  }

  private void gather(Batch batch) {
    features.gather(batch.order(), batch.from(), batch.count(), batch.epoch(), x);
  }

  @Override
  public void normalise(Batch batch, double momentum) {
    gather(batch);
    shards.normalise(x, batch.count(), momentum);
  }

  @Override
  public void put(float[] values, float[] statistics) {
    graph.load(values, statistics);
  }

  @Override
  public void get(float[] values, float[] statistics) {
    graph.store(values, statistics);
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
    shards.close();
  }
}
