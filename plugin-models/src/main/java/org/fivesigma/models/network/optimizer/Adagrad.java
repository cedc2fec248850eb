package org.fivesigma.models.network.optimizer;

import java.util.OptionalDouble;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.option.Option;

/** Steps divided by the root of the sum of squared gradients (Duchi, Hazan and Singer 2011). */
public final class Adagrad implements Optimizer {
  private final AdagradOptions options;

  /** From its options. */
  public Adagrad(AdagradOptions options) {
    this.options = options;
  }

  /** Options of {@code adagrad}. */
  public record AdagradOptions(
      @Option(description = LearningRates.DESCRIPTION, value = "1.0e-2", example = "find")
          Object learningRate,
      @Option(
              description = "The learning rate of step t is divided by 1 + decay·(t − 1).",
              value = "0.0",
              min = 0)
          double learningRateDecay,
      @Option(description = "What the sums of squares start from.", value = "0.0", min = 0)
          double initial,
      @Option(description = "Added to the root of the sum.", value = "1.0e-10", min = 0)
          double epsilon,
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
      super(1, 1, parameters);
      java.util.Arrays.fill(vectors[0], options.initial());
    }

    @Override
    public void step(double[] w, double[] g, Rates rates) {
      double[] sum = vectors[0];
      double rate = rates.learningRate() / (1 + numbers[0]++ * options.learningRateDecay());
      for (int i = 0; i < w.length; i++) {
        double d = g[i] + options.weightDecay() * w[i];
        sum[i] += d * d;
        w[i] -= rate * d / (Math.sqrt(sum[i]) + options.epsilon());
      }
    }
  }
}
