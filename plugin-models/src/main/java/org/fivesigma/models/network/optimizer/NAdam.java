package org.fivesigma.models.network.optimizer;

import java.util.OptionalDouble;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.option.Option;

/**
 * Adam with Nesterov's momentum (Dozat 2016) in torch's form: the first beta of step t is β₁·(1 −
 * 0.96^(t·ψ)/2), and the step looks ahead by the next one.
 */
public final class NAdam implements Optimizer {
  private static final double WARMING = 0.96;

  private final NAdamOptions options;

  /** From its options. */
  public NAdam(NAdamOptions options) {
    this.options = options;
  }

  /** Options of {@code nadam}. */
  public record NAdamOptions(
      @Option(description = LearningRates.DESCRIPTION, value = "2.0e-3", example = "find")
          Object learningRate,
      @Option(
              description = "Decay of the mean of gradients.",
              value = "0.9",
              min = 0,
              max = 1,
              maxExclusive = true)
          double beta1,
      @Option(
              description = "Decay of the mean of squared gradients.",
              value = "0.999",
              min = 0,
              max = 1,
              maxExclusive = true)
          double beta2,
      @Option(description = "Added to the root of the mean square.", value = "1.0e-8", min = 0)
          double epsilon,
      @Option(
              description = "How fast the first beta grows to its value, ψ.",
              value = "4.0e-3",
              min = 0)
          double momentumDecay,
      @Option(description = "Weight decay, added to the gradient.", value = "0.0", min = 0)
          double weightDecay)
      implements LearningRates {}

  @Override
  public OptionalDouble learningRate() {
    return LearningRates.value(options.learningRate());
  }

  @Override
  public Updater start(int parameters) {
    return new State(parameters);
  }

  private final class State extends DoubleState {
    State(int parameters) {
      super(2, 2, parameters);
      numbers[1] = 1;
    }

    @Override
    public void step(double[] w, double[] g, Rates rates) {
      double[] m = vectors[0];
      double[] v = vectors[1];
      double t = ++numbers[0];
      double b1 = rates.momentum().orElse(options.beta1());
      double b2 = options.beta2();
      double mu = b1 * (1 - 0.5 * Math.pow(WARMING, t * options.momentumDecay()));
      double next = b1 * (1 - 0.5 * Math.pow(WARMING, (t + 1) * options.momentumDecay()));
      numbers[1] *= mu;
      double own = rates.learningRate() * (1 - mu) / (1 - numbers[1]);
      double ahead = rates.learningRate() * next / (1 - numbers[1] * next);
      double correction = 1 - Math.pow(b2, t);
      for (int i = 0; i < w.length; i++) {
        double d = g[i] + options.weightDecay() * w[i];
        m[i] = b1 * m[i] + (1 - b1) * d;
        v[i] = b2 * v[i] + (1 - b2) * d * d;
        double root = Math.sqrt(v[i] / correction) + options.epsilon();
        w[i] -= own * d / root + ahead * m[i] / root;
      }
    }
  }
}
