package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.fivesigma.spi.model.Loss;

/** Loss and gradient of a network over batches: forward in libtorch, loss in Java, backward. */
final class Gradients {
  private final Graph graph;
  private final Loss loss;
  private final Dropout dropout;
  private final ByteBuffer input;
  private final ByteBuffer derivative;
  private final float[] logits;
  private final float[] slope;

  /**
   * For batches of up to {@code rows} events.
   *
   * @param dropout null for none
   */
  Gradients(Graph graph, Loss loss, Dropout dropout, int rows) {
    this.graph = graph;
    this.loss = loss;
    this.dropout = dropout;
    int outputs = graph.architecture().outputs();
    this.input = Torch.bytes((long) rows * graph.architecture().inputs());
    this.derivative = Torch.bytes((long) rows * outputs);
    this.logits = new float[rows * outputs];
    this.slope = new float[rows * outputs];
  }

  /**
   * Loss of a batch; its gradient is written to {@code gradient}.
   *
   * @param x features, row-major
   * @param masks stream for dropout
   */
  double batch(
      float[] x,
      int[] labels,
      float[] weights,
      int rows,
      SplittableRandom masks,
      float[] gradient) {
    Torch.gradients(true);
    int inputs = graph.architecture().inputs();
    int outputs = graph.architecture().outputs();
    try (NDManager step = graph.scope()) {
      input.asFloatBuffer().put(x, 0, rows * inputs);
      NDArray features = Torch.array(step, first(input, rows * inputs), rows, inputs);
      NDArray leaf = graph.leaf(step);
      Dropout.Masks drawn = dropout == null ? null : dropout.draw(masks, rows, step);
      NDArray z = graph.logits(graph.parts(leaf, step), features, drawn, true);
      Torch.read(z, logits, 0, rows * outputs);
      double value = loss.batch(logits, outputs, labels, weights, rows, slope);
      derivative.asFloatBuffer().put(slope, 0, rows * outputs);
      NDArray d = Torch.array(step, first(derivative, rows * outputs), rows, outputs);
      Torch.backward(z, d);
      Torch.read(leaf.getGradient(), gradient, 0, gradient.length);
      return value;
    }
  }

  private static ByteBuffer first(ByteBuffer buffer, int floats) {
    return buffer.slice(0, floats * Float.BYTES).order(buffer.order());
  }
}
