package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is done with a gradient before the step: the derivative of l1·Σ|w| + l2·Σw² over the weights
 * of linear layers is added, then the whole is shortened to the longest that is allowed.
 */
final class GradientTerms {
  private final double l1;
  private final double l2;
  private final Optional<Double> longest;
  private final Optional<NDArray> penalised;

  /**
   * The terms of a plan.
   *
   * @param owner as long-lived as the network, on its device
   */
  GradientTerms(Training.Plan plan, Architecture architecture, NDManager owner) {
    this.l1 = plan.l1();
    this.l2 = plan.l2();
    this.longest = plan.gradientClip();
    this.penalised =
        l1 == 0 && l2 == 0 ? Optional.empty() : Optional.of(weights(architecture, owner));
  }

  /** 1 for the weights of linear layers, 0 for other parameters. */
  private static NDArray weights(Architecture architecture, NDManager owner) {
    float[] ones = new float[Math.toIntExact(architecture.parameters())];
    for (Architecture.Tensor t : architecture.tensors()) {
      if (t.role() == Architecture.Role.WEIGHT) {
        Arrays.fill(ones, t.offset(), t.offset() + t.size(), 1);
      }
    }
    return owner.create(ones);
  }

  /**
   * Changes the gradient in place.
   *
   * @param graph where the gradient was taken
   */
  void apply(NDArray gradient, Graph graph) {
    if (penalised.isEmpty() && longest.isEmpty()) {
      return;
    }
    try (NDManager scope = graph.scope()) {
      apply(gradient, graph.vector(), scope);
    }
  }

  private void apply(NDArray gradient, NDArray parameters, NDManager scope) {
    if (penalised.isPresent()) {
      NDArray w = scope.create(1f).mul(parameters);
      NDArray slope = w.sign().mul(scope.create((float) l1));
      slope.addi(w.mul(scope.create((float) (2 * l2))));
      gradient.addi(slope.mul(penalised.get()));
    }
    if (longest.isPresent()) {
      float[] square = new float[1];
      NDArray g = scope.create(1f).mul(gradient);
      Torch.read(g.mul(g).sum(), square, 0, 1);
      double norm = Math.sqrt(square[0]);
      if (norm > longest.get()) {
        gradient.muli(scope.create((float) (longest.get() / norm)));
      }
    }
  }
}
