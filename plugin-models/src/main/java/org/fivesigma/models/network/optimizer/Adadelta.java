package org.fivesigma.models.network.optimizer;

import java.util.OptionalDouble;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.option.Option;

/**
 * Steps in units of the parameters (Zeiler 2012): the gradient times the ratio of two running
 * roots, of squared steps and of squared gradients; ε stands inside both.
 */
public final class Adadelta implements Optimizer {
  private final AdadeltaOptions options;

  /** From its options. */
  public Adadelta(AdadeltaOptions options) {
    this.options = options;
  }

  /** Options of {@code adadelta}. */
  public record AdadeltaOptions(
      @Option(description = LearningRates.DESCRIPTION, value = "1.0", example = "find")
          Object learningRate,
      @Option(
              description = "Decay of both means.",
              value = "0.9",
              min = 0,
              max = 1,
              maxExclusive = true)
          double rho,
      @Option(description = "Added under both roots.", value = "1.0e-6", min = 0) double epsilon,
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
      super(2, 0, parameters);
    }

    @Override
    public void step(double[] w, double[] g, Rates rates) {
      double[] square = vectors[0];
      double[] steps = vectors[1];
      double rho = options.rho();
      double eps = options.epsilon();
      for (int i = 0; i < w.length; i++) {
        double d = g[i] + options.weightDecay() * w[i];
        square[i] = rho * square[i] + (1 - rho) * d * d;
        double step = Math.sqrt((steps[i] + eps) / (square[i] + eps)) * d;
        steps[i] = rho * steps[i] + (1 - rho) * step * step;
        w[i] -= rates.learningRate() * step;
      }
    }
  }
}
