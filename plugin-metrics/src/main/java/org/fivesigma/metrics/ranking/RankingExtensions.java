package org.fivesigma.metrics.ranking;

import java.util.List;
import java.util.Optional;
import org.fivesigma.metrics.WeightOption;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;

/** What this package offers. */
public final class RankingExtensions {
  private RankingExtensions() {}

  /** All extensions. */
  public static List<Extension<?>> all() {
    return List.of(
        Extension.of(
            Kinds.METRIC,
            "auc",
            "Area under the ROC curve; multiclass: one against the rest, macro.",
            WeightOption.class,
            o -> new Auc(o.weighted())),
        Extension.of(
            Kinds.METRIC,
            "pr_auc",
            "Average precision, the area under the precision-recall curve without interpolation.",
            WeightOption.class,
            o -> new AveragePrecision(o.weighted())),
        Extension.of(
            Kinds.METRIC,
            "background_rejection",
            "One over the background efficiency at given signal efficiencies.",
            RejectionOptions.class,
            o -> new BackgroundRejection(o.efficiencies, o.weighted)),
        Extension.of(
            Kinds.METRIC,
            "ks",
            "Kolmogorov-Smirnov distance of each class's scores between train and the part.",
            WeightOption.class,
            o -> new KolmogorovSmirnov(o.weighted())));
  }

  /** Options of {@code background_rejection}. */
  record RejectionOptions(
      @Option(
              description = "Signal efficiencies.",
              value = "[0.3, 0.5, 0.8]",
              single = true,
              min = 0,
              minExclusive = true,
              max = 1)
          List<Double> efficiencies,
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted) {}
}
