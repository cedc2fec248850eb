package org.fivesigma.models.network.optimizer;

import java.util.OptionalDouble;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.option.Option;

/**
 * Steps divided by the root of a running mean of squared gradients (Tieleman and Hinton 2012), in
 * torch's form: ε stands outside the root, nothing is corrected for the first steps.
 */
public final class RmsProp implements Optimizer {
  private final RmsPropOptions options;

  /** From its options. */
  public RmsProp(RmsPropOptions options) {
    this.options = options;
  }

  /** Options of {@code rmsprop}. */
  public record RmsPropOptions(
      @Option(description = LearningRates.DESCRIPTION, value = "1.0e-2", example = "find")
          Object learningRate,
      @Option(
              description = "Decay of the mean of squared gradients.",
              value = "0.99",
              min = 0,
              max = 1,
              maxExclusive = true)
          double alpha,
      @Option(description = "Added to the root of the mean square.", value = "1.0e-8", min = 0)
          double epsilon,
      @Option(
              description = "Momentum of the steps.",
              value = "0.0",
              min = 0,
              max = 1,
              maxExclusive = true)
          double momentum,
      @Option(
              description = "Divide by the root of the variance, not of the mean square.",
              value = "false")
          boolean centered,
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
      super(3, 0, parameters);
    }

    @Override
    public void step(double[] w, double[] g, Rates rates) {
      double[] square = vectors[0];
      double[] mean = vectors[1];
      double[] buffer = vectors[2];
      double a = options.alpha();
      double momentum = options.momentum() > 0 ? rates.momentum().orElse(options.momentum()) : 0;
      for (int i = 0; i < w.length; i++) {
        double d = g[i] + options.weightDecay() * w[i];
        square[i] = a * square[i] + (1 - a) * d * d;
        double spread = square[i];
        if (options.centered()) {
          mean[i] += (1 - a) * (d - mean[i]);
          spread -= mean[i] * mean[i];
        }
        buffer[i] = momentum * buffer[i] + d / (Math.sqrt(spread) + options.epsilon());
        w[i] -= rates.learningRate() * buffer[i];
      }
    }
  }
}
