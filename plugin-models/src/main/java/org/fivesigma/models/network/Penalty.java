package org.fivesigma.models.network;

import java.util.List;

/** The derivative of l1·Σ|w| + l2·Σw² over the weights of linear layers. */
final class Penalty {
  private final List<Architecture.Tensor> weights;
  private final float l1;
  private final float twoL2;

  Penalty(Architecture architecture, double l1, double l2) {
    this.weights =
        architecture.tensors().stream().filter(t -> t.role() == Architecture.Role.WEIGHT).toList();
    this.l1 = (float) l1;
    this.twoL2 = (float) (2 * l2);
  }

  void addTo(float[] gradient, float[] parameters) {
    if (l1 == 0 && twoL2 == 0) {
      return;
    }
    for (Architecture.Tensor tensor : weights) {
      int end = tensor.offset() + tensor.size();
      for (int i = tensor.offset(); i < end; i++) {
        float w = parameters[i];
        gradient[i] += l1 * Math.signum(w) + twoL2 * w;
      }
    }
  }
}
