package org.fivesigma.metrics.probability;

import java.util.List;
import java.util.Optional;
import org.fivesigma.metrics.WeightOption;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;

/** What this package offers. */
public final class ProbabilityExtensions {
  private ProbabilityExtensions() {}

  /** All extensions. */
  public static List<Extension<?>> all() {
    return List.of(
        Extension.of(
            Kinds.METRIC,
            "log_loss",
            "Cross entropy of the scores as probabilities.",
            WeightOption.class,
            o -> CrossEntropy.logLoss(o.weighted())),
        Extension.of(
            Kinds.METRIC,
            "loss",
            "The training loss: cross entropy with training weights, per event.",
            CrossEntropy::loss),
        Extension.of(
            Kinds.METRIC,
            "brier",
            "Squared distance of the scores from the truth; multiclass: summed over classes.",
            WeightOption.class,
            o -> new Brier(o.weighted())),
        Extension.of(
            Kinds.METRIC,
            "calibration",
            "Expected calibration error: mean distance of score and truth in bins of the score.",
            CalibrationOptions.class,
            o -> new Calibration(o.bins, o.weighted)));
  }

  /** Options of {@code calibration}. */
  record CalibrationOptions(
      @Option(
              description = "Bins of equal width between 0 and 1.",
              value = "10",
              min = 1,
              max = 10000)
          int bins,
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted) {}
}
