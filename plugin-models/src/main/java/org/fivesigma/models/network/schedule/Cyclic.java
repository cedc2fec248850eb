package org.fivesigma.models.network.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/**
 * Cyclical learning rates (Smith 2017): up to the optimiser's learning rate and down again; the
 * momentum, if asked for, goes the other way.
 */
public final class Cyclic implements Schedule {
  private final CyclicOptions options;

  /** From its options. */
  public Cyclic(CyclicOptions options) {
    this.options = options;
  }

  /** How the peaks change. */
  public enum Mode {
    /** They stay. */
    TRIANGULAR,
    /** They halve with each cycle. */
    TRIANGULAR2,
    /** They fall by {@code gamma} with each step. */
    EXP_RANGE
  }

  /** Options of {@code cyclic}. */
  public record CyclicOptions(
      @Option(
              description =
                  "triangular: equal peaks; triangular2: halved with each cycle; exp_range: shrunk"
                      + " by gamma each step.",
              value = "triangular")
          Mode mode,
      @Option(
              description =
                  "The lowest learning rate; default: a tenth of the optimiser's, which is the"
                      + " peak.",
              min = 0)
          Optional<Double> low,
      @Option(
              description = "Epochs from the lowest to the peak.",
              value = "2.0",
              min = 0,
              minExclusive = true,
              unit = "epochs")
          double up,
      @Option(
              description = "Epochs from the peak to the lowest; default: as up.",
              min = 0,
              minExclusive = true,
              unit = "epochs")
          Optional<Double> down,
      @Option(
              description = "exp_range: what the peak is multiplied by each step.",
              value = "1.0",
              min = 0,
              max = 1,
              minExclusive = true)
          double gamma,
      @Option(
              description = "Move the momentum (or first beta) against the learning rate.",
              value = "false")
          boolean cycleMomentum,
      @Option(
              description = "Momentum at the lowest learning rate.",
              value = "0.9",
              min = 0,
              max = 1,
              maxExclusive = true)
          double momentumHigh,
      @Option(
              description = "Momentum at the peak.",
              value = "0.8",
              min = 0,
              max = 1,
              maxExclusive = true)
          double momentumLow)
      implements SelfChecking {
    @Override
    public List<UserError> check() {
      return momentumLow <= momentumHigh
          ? List.of()
          : List.of(
              UserError.of("bad-value", "momentum_low is above momentum_high").at("momentum_low"));
    }
  }

  @Override
  public Course start(Setting setting) {
    double high = setting.learningRate();
    double low = options.low().orElse(high / 10);
    double up = setting.stepsOf(options.up());
    double length = up + options.down().map(setting::stepsOf).orElse((long) up);
    return new Course() {
      @Override
      public double learningRate(long step) {
        return low + (high - low) * height(step);
      }

      @Override
      public OptionalDouble momentum(long step) {
        return options.cycleMomentum()
            ? OptionalDouble.of(
                options.momentumHigh()
                    - (options.momentumHigh() - options.momentumLow()) * height(step))
            : OptionalDouble.empty();
      }

      private double height(long step) {
        double cycle = Math.floor(1 + step / length);
        double at = 1 + step / length - cycle;
        double ratio = up / length;
        double triangle = at <= ratio ? at / ratio : (at - 1) / (ratio - 1);
        return triangle
            * switch (options.mode()) {
              case TRIANGULAR -> 1;
              case TRIANGULAR2 -> Math.pow(2, 1 - cycle);
              case EXP_RANGE -> Math.pow(options.gamma(), (double) step);
            };
      }
    };
  }
}
