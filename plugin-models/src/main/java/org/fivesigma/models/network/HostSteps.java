package org.fivesigma.models.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Optimizer;

/** Steps on the CPU: products in libtorch on memory that Java shares, everything else in Java. */
final class HostSteps implements Steps {
  private final Training.Plan plan;
  private final Graph graph;
  private final Features features;
  private final Events train;
  private final Seeds seeds;
  private final Shards shards;
  private final Penalty penalty;
  private final Optimizer.Updater updater;
  private final float[] parameters;
  private final float[] gradient;
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
    this.plan = plan;
    this.graph = graph;
    this.features = features;
    this.train = train;
    this.seeds = seeds;
    int size = Math.toIntExact(graph.architecture().parameters());
    this.parameters = new float[size];
    this.gradient = new float[size];
    this.shards = new Shards(graph, plan.loss(), plan.dropout(), rows, devices, threads);
    this.penalty = new Penalty(graph.architecture(), plan.l1(), plan.l2());
    this.updater = plan.optimizer().start(size);
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
            x,
            labels,
            weights,
            batch.count(),
            shard -> seeds.stream("dropout", step, shard),
            gradient);
    if (!Double.isFinite(loss)) {
      return loss;
    }
    penalty.addTo(gradient, parameters);
    plan.gradientClip().ifPresent(limit -> clip(gradient, limit));
    updater.step(parameters, gradient, rates);
    graph.parameters().put(0, parameters);
    return loss;
  }

  private void gather(Batch batch) {
    features.gather(batch.order(), batch.from(), batch.count(), batch.epoch(), x);
  }

  private static void clip(float[] gradient, double limit) {
    double square = 0;
    for (float g : gradient) {
      square += (double) g * g;
    }
    double norm = Math.sqrt(square);
    if (norm > limit) {
      float factor = (float) (limit / norm);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
    }
  }

  @Override
  public void normalise(Batch batch, double momentum) {
    gather(batch);
    shards.normalise(x, batch.count(), momentum);
  }

  @Override
  public void put(float[] values, float[] statistics) {
    System.arraycopy(values, 0, parameters, 0, parameters.length);
    graph.parameters().put(0, values);
    graph.statistics().put(0, statistics);
  }

  @Override
  public void get(float[] values, float[] statistics) {
    System.arraycopy(parameters, 0, values, 0, parameters.length);
    graph.statistics().get(0, statistics);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    updater.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    updater.load(in);
  }

  @Override
  public void close() {
    shards.close();
  }
}
