package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;

/** Loss and gradient of a network over batches: forward in libtorch, loss in Java, backward. */
final class Gradients {
  private final Graph graph;
  private final Optional<Dropout> dropout;
  private final ByteBuffer input;
  private final ByteBuffer derivative;
  private final float[] logits;
  private final float[] slope;

  /** For batches of up to {@code rows} events. */
  Gradients(Graph graph, Optional<Dropout> dropout, int rows) {
    this.graph = graph;
    this.dropout = dropout;
    int outputs = graph.architecture().outputs();
    this.input = Torch.bytes((long) rows * graph.architecture().inputs());
    this.derivative = Torch.bytes((long) rows * outputs);
    this.logits = new float[rows * outputs];
    this.slope = new float[rows * outputs];
  }

  /** A loss of outputs, in Java. */
  interface Objective {
    /** The loss; its derivative by each output is written to {@code slope}. */
    double apply(float[] outputs, float[] slope);
  }

  /**
   * Loss of a batch; its gradient is written to {@code gradient}.
   *
   * @param x features, row-major
   * @param from first event of {@code x} to take
   * @param masks stream for dropout; unused without
   */
  double batch(
      float[] x,
      int from,
      int rows,
      Objective objective,
      SplittableRandom masks,
      float[] gradient) {
    Torch.gradients(true);
    int inputs = graph.architecture().inputs();
    int outputs = graph.architecture().outputs();
    try (NDManager step = graph.scope()) {
      input.asFloatBuffer().put(x, from * inputs, rows * inputs);
      NDArray features = Torch.array(step, first(input, rows * inputs), rows, inputs);
      NDArray leaf = graph.leaf(step);
      Dropout.Masks drawn = dropout.map(d -> d.draw(masks, rows, step)).orElse(null);
      NDArray z = graph.logits(graph.parts(leaf, step), features, drawn, Graph.Norm.TRAINING);
      Torch.read(z, logits, 0, rows * outputs);
      double value = objective.apply(logits, slope);
      derivative.asFloatBuffer().put(slope, 0, rows * outputs);
      NDArray back = Torch.array(step, first(derivative, rows * outputs), rows, outputs);
      Torch.backward(z, back);
      Torch.read(leaf.getGradient(), gradient, 0, gradient.length);
      return value;
    }
  }

  /**
   * Moves the running statistics of batch normalisation by a batch.
   *
   * @param momentum weight of the batch
   */
  void normalise(float[] x, int rows, double momentum) {
    Torch.gradients(false);
    int inputs = graph.architecture().inputs();
    try (NDManager step = graph.scope()) {
      input.asFloatBuffer().put(x, 0, rows * inputs);
      NDArray features = Torch.array(step, first(input, rows * inputs), rows, inputs);
      graph.logits(graph.parts(step), features, null, new Graph.Norm(true, momentum));
    }
  }

  private static ByteBuffer first(ByteBuffer buffer, int floats) {
    return buffer.slice(0, floats * Float.BYTES).order(buffer.order());
  }
}
