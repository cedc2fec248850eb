package org.fivesigma.models.network;

import java.util.List;
import java.util.Optional;
import org.fivesigma.models.network.activation.Activation;

/** An activation and its derivative at some points, as a network of one hidden unit has them. */
public record ActivationProbe(float[] values, float[] derivatives) {
  /** Applies the activation, with a learned slope where it has one. */
  public static ActivationProbe of(Activation activation, double[] points, double slope) {
    int n = points.length;
    Architecture one = new Architecture(1, List.of(1), 1, activation, false, Connections.PLAIN);
    float[] parameters = new float[(int) one.parameters()];
    for (Architecture.Tensor t : one.tensors()) {
      parameters[t.offset()] =
          switch (t.role()) {
            case WEIGHT -> 1;
            case SLOPE -> (float) slope;
            default -> 0;
          };
    }
    float[] values = new float[n];
    float[] derivatives = new float[n];
    float[] gradient = new float[parameters.length];
    int bias = one.tensors().get(1).offset();
    try (Graph graph = new Graph(one);
        Gradients gradients = new Gradients(graph, Optional.empty(), 1)) {
      graph.parameters().put(0, parameters);
      for (int i = 0; i < n; i++) {
        int at = i;
        float[] x = {(float) points[i]};
        gradients.batch(
            x,
            0,
            1,
            (outputs, ones) -> {
              values[at] = outputs[0];
              ones[0] = 1;
              return 0;
            },
            null);
        gradients.gradient(gradient);
        // the output moves with the first bias as the activation does with its argument
        derivatives[i] = gradient[bias];
      }
    }
    return new ActivationProbe(values, derivatives);
  }
}
