package org.fivesigma.metrics.decision;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fivesigma.metrics.WeightOption;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;

/** What this package offers. */
public final class DecisionExtensions {
  private DecisionExtensions() {}

  /** All extensions. */
  public static List<Extension<?>> all() {
    return List.of(
        metric(
            "accuracy",
            "Share of events that are given their class.",
            o -> new Accuracy(o.weighted, o.at)),
        metric(
            "balanced_accuracy",
            "Mean over classes of the share that is given its class.",
            o -> MatrixMetric.balancedAccuracy(o.weighted, o.at)),
        metric(
            "precision",
            "Share of signal among what is called signal; multiclass: macro.",
            o -> new ClassMetric(ClassMetric.Of.PRECISION, o.weighted, o.at)),
        metric(
            "recall",
            "Share of the signal that is called signal; multiclass: macro.",
            o -> new ClassMetric(ClassMetric.Of.RECALL, o.weighted, o.at)),
        metric(
            "f1",
            "Harmonic mean of precision and recall; multiclass: macro.",
            o -> new ClassMetric(ClassMetric.Of.F1, o.weighted, o.at)),
        metric(
            "mcc",
            "Matthews' correlation of truth and decision.",
            o -> MatrixMetric.matthews(o.weighted, o.at)),
        metric(
            "kappa",
            "Cohen's kappa: agreement of truth and decision beyond chance.",
            o -> MatrixMetric.kappa(o.weighted, o.at)),
        metric(
            "confusion_matrix",
            "Events by true and given class.",
            o -> new ConfusionMatrix(o.weighted, o.at)),
        Extension.of(
            Kinds.METRIC,
            "process_yields",
            "Yield, raw count and efficiency of each process above a cut.",
            YieldOptions.class,
            o -> new ProcessYields(o.weighted, o.at)));
  }

  private static Extension<Metric> metric(
      String id, String description, Function<DecisionOptions, Metric> make) {
    return Extension.of(Kinds.METRIC, id, description, DecisionOptions.class, make);
  }

  /** Options of metrics of decisions. */
  record DecisionOptions(
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted,
      @Option(
              description =
                  "The metric whose cut decides between signal and the rest. Default: score ≥ 0.5,"
                      + " or the largest score of several classes.",
              example = "ams")
          Optional<String> at) {}

  /** Options of {@code process_yields}. */
  record YieldOptions(
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted,
      @Option(
              description = "The metric whose cut is used. Default: that of evaluate.cut.",
              example = "ams")
          Optional<String> at) {}
}
