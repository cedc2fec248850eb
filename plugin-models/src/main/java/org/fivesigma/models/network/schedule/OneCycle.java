package org.fivesigma.models.network.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/**
 * One cycle (Smith and Topin 2018) with torch's conventions: the learning rate rises from peak/div
 * to the optimiser's, which is the peak, and falls to peak/(div·final_div); the momentum goes the
 * other way. After the last step the last value stays.
 */
public final class OneCycle implements Schedule {
  private final OneCycleOptions options;

  /** From its options. */
  public OneCycle(OneCycleOptions options) {
    this.options = options;
  }

  /** Shape of a rise or fall. */
  public enum Anneal {
    /** Half a cosine. */
    COS,
    /** A straight line. */
    LINEAR
  }

  /** Options of {@code one_cycle}. */
  public record OneCycleOptions(
      @Option(
              description = "Part of the steps in which the learning rate rises.",
              value = "0.3",
              min = 0,
              max = 1,
              minExclusive = true,
              maxExclusive = true)
          double pctStart,
      @Option(
              description = "The first learning rate is the peak divided by this.",
              value = "25.0",
              min = 1)
          double div,
      @Option(
              description = "The last learning rate is the first divided by this.",
              value = "1.0e+4",
              min = 1)
          double finalDiv,
      @Option(description = "Shape of the rise and the fall.", value = "cos") Anneal anneal,
      @Option(
              description =
                  "Fall back to the first learning rate as fast as it rose, then to the last.",
              value = "false")
          boolean threePhase,
      @Option(
              description = "Move the momentum (or first beta) against the learning rate.",
              value = "true")
          boolean cycleMomentum,
      @Option(
              description = "Momentum at the ends.",
              value = "0.95",
              min = 0,
              max = 1,
              maxExclusive = true)
          double momentumHigh,
      @Option(
              description = "Momentum at the peak.",
              value = "0.85",
              min = 0,
              max = 1,
              maxExclusive = true)
          double momentumLow,
      @Option(
              description = "Epochs of the cycle; default: all.",
              min = 0,
              minExclusive = true,
              unit = "epochs")
          Optional<Double> epochs)
      implements SelfChecking {
    @Override
    public List<UserError> check() {
      return threePhase && pctStart > 0.5
          ? List.of(
              UserError.of("bad-value", "three phases need a pct_start of at most 0.5")
                  .at("pct_start"))
          : List.of();
    }
  }

  @Override
  public Course start(Setting setting) {
    double steps = options.epochs().map(setting::stepsOf).orElse(setting.steps());
    double peak = setting.learningRate();
    double first = peak / options.div();
    double last = first / options.finalDiv();
    double rise = options.pctStart() * steps - 1;
    double fall = options.threePhase() ? 2 * options.pctStart() * steps - 2 : steps - 1;
    return new Course() {
      @Override
      public double learningRate(long step) {
        double k = Math.min((double) step, steps - 1);
        if (k <= rise) {
          return between(first, peak, k / rise);
        }
        if (k <= fall) {
          return between(peak, options.threePhase() ? first : last, (k - rise) / (fall - rise));
        }
        return between(first, last, (k - fall) / (steps - 1 - fall));
      }

      @Override
      public OptionalDouble momentum(long step) {
        if (!options.cycleMomentum()) {
          return OptionalDouble.empty();
        }
        double k = Math.min((double) step, steps - 1);
        double high = options.momentumHigh();
        double low = options.momentumLow();
        if (k <= rise) {
          return OptionalDouble.of(between(high, low, k / rise));
        }
        return OptionalDouble.of(k <= fall ? between(low, high, (k - rise) / (fall - rise)) : high);
      }
    };
  }

  private double between(double from, double to, double part) {
    double p = Double.isFinite(part) ? part : 1;
    return options.anneal() == Anneal.COS ? Cosine.half(from, to, p, 1) : (to - from) * p + from;
  }
}
