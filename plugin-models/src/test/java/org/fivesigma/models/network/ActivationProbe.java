package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import org.fivesigma.models.network.activation.Activation;

/** An activation and its derivative at some points, as libtorch computes them. */
public record ActivationProbe(float[] values, float[] derivatives) {
  /** Applies the activation, with a learned slope where it has one. */
  public static ActivationProbe of(Activation activation, double[] points, double slope) {
    Torch.gradients(true);
    int n = points.length;
    ByteBuffer input = Torch.bytes(n);
    for (int i = 0; i < n; i++) {
      input.asFloatBuffer().put(i, (float) points[i]);
    }
    ByteBuffer learned = Torch.bytes(1);
    learned.asFloatBuffer().put(0, (float) slope);
    ByteBuffer ones = Torch.bytes(n);
    for (int i = 0; i < n; i++) {
      ones.asFloatBuffer().put(i, 1);
    }
    try (NDManager manager = Torch.manager("cpu")) {
      NDArray x = Torch.leaf(Torch.array(manager, input, n), manager);
      NDArray y = activation.apply(x, Torch.array(manager, learned, 1));
      float[] values = new float[n];
      Torch.read(y, values, 0, n);
      Torch.backward(y, Torch.array(manager, ones, n));
      float[] derivatives = new float[n];
      Torch.read(x.getGradient(), derivatives, 0, n);
      return new ActivationProbe(values, derivatives);
    }
  }
}
