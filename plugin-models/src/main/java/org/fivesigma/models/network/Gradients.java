package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.SplittableRandom;

/** Loss and gradient of a network on the CPU over batches: passes in libtorch, the loss in Java. */
final class Gradients implements AutoCloseable {
  private final Graph graph;
  private final Pass pass;
  private final FeatureInput x;
  private final float[] logits;
  private final float[] slope;

  /** For batches of up to {@code rows} events. */
  Gradients(Graph graph, Optional<Dropout> dropout, int rows) {
    this.graph = graph;
    this.pass = Pass.forTraining(graph, rows, dropout);
    this.x = new FeatureInput(graph, rows);
    int outputs = graph.architecture().outputs();
    this.logits = new float[rows * outputs];
    this.slope = new float[rows * outputs];
  }

  /** A loss of outputs, in Java. */
  interface Objective {
    /** The loss; its derivative by each output is written to {@code slope}. */
    double apply(float[] outputs, float[] slope);
  }

  /**
   * Loss of a batch; its gradient is then {@link #gradient}.
   *
   * @param features row-major
   * @param from first event of {@code features} to take
   * @param masks stream for dropout; unused without
   */
  double batch(float[] features, int from, int rows, Objective objective, SplittableRandom masks) {
    Torch.prepare();
    int inputs = graph.architecture().inputs();
    x.put(features, from * inputs, rows * inputs);
    pass.forward(graph, x.value(), rows, masks, Pass.Norm.TRAINING);
    pass.logits(logits, rows * graph.architecture().outputs());
    double value = objective.apply(logits, slope);
    pass.backward(graph, x.value(), rows, slope);
    return value;
  }

  /** The gradient of the last batch: native memory, which the next batch overwrites. */
  NDArray gradient() {
    return pass.gradient();
  }

  /** Copies the gradient of the last batch. */
  void gradient(float[] into) {
    pass.gradient(into);
  }

  /** Adds the gradient of another batch. */
  void add(Gradients other) {
    Torch.prepare();
    try (Torch.Value sum = Torch.value(gradient());
        Torch.Value part = Torch.value(other.gradient())) {
      Torch.run("add", sum, part).close();
    }
  }

  /**
   * Moves the running statistics of batch normalisation by a batch.
   *
   * @param momentum weight of the batch
   */
  void normalise(float[] features, int rows, double momentum) {
    Torch.prepare();
    x.put(features, 0, rows * graph.architecture().inputs());
    pass.forward(graph, x.value(), rows, null, new Pass.Norm(true, momentum));
  }

  @Override
  public void close() {
    x.close();
    pass.close();
  }
}
