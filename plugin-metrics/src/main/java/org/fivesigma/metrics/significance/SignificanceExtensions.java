package org.fivesigma.metrics.significance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.metrics.WeightOption;
import org.fivesigma.metrics.significance.SignificanceMetric.Background;
import org.fivesigma.metrics.significance.SignificanceMetric.Cuts;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;

/** What this package offers. */
public final class SignificanceExtensions {
  static final String MIN_BACKGROUND =
      "Effective number of background events, (Σw)²/Σw², that a cut must leave to be a candidate;"
          + " 0: no guard.";
  static final String CUT = "How the cut is chosen on the validation part.";
  static final String CUTS = "The candidate cuts. Default: the distinct scores.";
  static final String GRID = "{from: 0.7, to: 1.0, count: 200}";
  static final String REPLICAS = "Bootstrap replicas of the cut rules that use them.";

  private SignificanceExtensions() {}

  /** All extensions. */
  public static List<Extension<?>> all() {
    return List.of(
        Extension.of(
            Kinds.METRIC,
            "ams",
            "Approximate median significance of the HiggsML challenge at a cut.",
            AmsOptions.class,
            AmsOptions::metric),
        Extension.of(
            Kinds.METRIC,
            "fom",
            "Significance with an uncertain background at a cut: Asimov, or quadratic.",
            FomOptions.class,
            FomOptions::metric),
        Extension.of(
            Kinds.METRIC,
            "s_over_sqrt_b",
            "s/√b at a cut.",
            RootOptions.class,
            RootOptions::metric),
        Extension.of(
            Kinds.METRIC,
            "discovery_significance",
            "Expected significance of given yields, with the efficiencies at the best cut.",
            DiscoveryOptions.class,
            DiscoveryOptions::metric),
        Extension.of(
            Kinds.METRIC,
            "binned_significance",
            "Asimov significance of all bins of the score together.",
            BinnedOptions.class,
            o ->
                new BinnedSignificance(
                    o.bins, o.minBackground, o.backgroundUncertainty, o.weighted)),
        Extension.of(
            CutRule.KIND,
            "argmax",
            "The candidate with the largest value, the lowest of several.",
            ArgmaxCut::new),
        Extension.of(
            CutRule.KIND,
            "bootstrap",
            "The mean of the best cuts of bootstrap replicas of the events.",
            BootstrapCut::new),
        Extension.of(
            CutRule.KIND,
            "plateau",
            "The middle of all cuts within one bootstrap standard deviation of the best.",
            PlateauCut::new),
        Extension.of(
            CutRule.KIND,
            "fixed",
            "A cut given beforehand.",
            FixedOptions.class,
            o -> new FixedCut(o.value)),
        Extension.of(
            CutRule.KIND,
            "efficiency",
            "The highest score with a given weighted signal efficiency.",
            EfficiencyOptions.class,
            o -> CountingCut.efficiency(o.value)),
        Extension.of(
            CutRule.KIND,
            "background_events",
            "The score of the n-th background event, unweighted, from the highest.",
            BackgroundEventsOptions.class,
            o -> CountingCut.backgroundEvents(o.value)));
  }

  /** Options of {@code ams}. */
  record AmsOptions(
      @Option(description = "b_r, added to the background.", value = "10", min = 0)
          double regularisation,
      @Option(description = MIN_BACKGROUND, value = "10", min = 0) double minBackground,
      @Option(description = CUT, value = "argmax") Configured<CutRule> cut,
      @Option(description = CUTS, example = GRID) Optional<CutGrid> cuts,
      @Option(description = REPLICAS, value = "512", min = 2, max = 1_000_000) int replicas,
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted) {
    Metric metric() {
      return new SignificanceMetric(
          new Formula.Ams(regularisation),
          Background.KNOWN,
          new Cuts(cut.create(), cuts, minBackground, replicas),
          weighted);
    }
  }

  /** Which figure of merit. */
  enum Form {
    /** Asimov significance with an uncertain background. */
    ASIMOV,
    /** s/√(s + b + σ²). */
    QUADRATIC
  }

  /** Options of {@code fom}. */
  record FomOptions(
      @Option(
              description = "asimov, or quadratic: s/√(s + b + σ²).",
              value = "asimov",
              example = "quadratic")
          Form form,
      @Option(description = "Relative uncertainty of the background.", value = "0.2", min = 0)
          double backgroundUncertainty,
      @Option(
              description = "Adds the Monte Carlo error Σw² of the background to its variance.",
              value = "false")
          boolean statistical,
      @Option(
              description =
                  "Relative uncertainties of the background of single processes, in quadrature.",
              value = "{}",
              example = "{ttbar: 0.1}",
              min = 0)
          Map<String, Double> systematics,
      @Option(description = MIN_BACKGROUND, value = "10", min = 0) double minBackground,
      @Option(description = CUT, value = "argmax") Configured<CutRule> cut,
      @Option(description = CUTS, example = GRID) Optional<CutGrid> cuts,
      @Option(description = REPLICAS, value = "512", min = 2, max = 1_000_000) int replicas,
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted) {
    Metric metric() {
      return new SignificanceMetric(
          form == Form.ASIMOV ? new Formula.Asimov() : new Formula.Quadratic(),
          new Background(backgroundUncertainty, statistical, systematics),
          new Cuts(cut.create(), cuts, minBackground, replicas),
          weighted);
    }
  }

  /** Options of {@code s_over_sqrt_b}. */
  record RootOptions(
      @Option(description = MIN_BACKGROUND, value = "10", min = 0) double minBackground,
      @Option(description = CUT, value = "argmax") Configured<CutRule> cut,
      @Option(description = CUTS, example = GRID) Optional<CutGrid> cuts,
      @Option(description = REPLICAS, value = "512", min = 2, max = 1_000_000) int replicas,
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted) {
    Metric metric() {
      return new SignificanceMetric(
          new Formula.SOverSqrtB(),
          Background.KNOWN,
          new Cuts(cut.create(), cuts, minBackground, replicas),
          weighted);
    }
  }

  /** Options of {@code discovery_significance}. */
  record DiscoveryOptions(
      @Option(description = "Signal events expected before the cut.", value = "100", min = 0)
          double signal,
      @Option(
              description = "Background events expected before the cut.",
              value = "1000",
              min = 0,
              minExclusive = true)
          double background,
      @Option(description = "Relative uncertainty of the background.", value = "0.05", min = 0)
          double backgroundUncertainty,
      @Option(description = MIN_BACKGROUND, value = "10", min = 0) double minBackground,
      @Option(description = CUT, value = "argmax") Configured<CutRule> cut,
      @Option(description = CUTS, example = GRID) Optional<CutGrid> cuts,
      @Option(description = REPLICAS, value = "512", min = 2, max = 1_000_000) int replicas,
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted) {
    Metric metric() {
      return new SignificanceMetric(
              new Formula.Asimov(),
              Background.relative(backgroundUncertainty),
              new Cuts(cut.create(), cuts, minBackground, replicas),
              weighted)
          .expecting(signal, background);
    }
  }

  /** Options of {@code binned_significance}. */
  record BinnedOptions(
      @Option(
              description = "Bins of equal width between 0 and 1, before merging.",
              value = "20",
              min = 1,
              max = 100_000)
          int bins,
      @Option(
              description = "Effective background events, (Σw)²/Σw², that a bin has after merging.",
              value = "10",
              min = 0)
          double minBackground,
      @Option(
              description = "Relative uncertainty of the background of each bin.",
              value = "0.0",
              min = 0)
          double backgroundUncertainty,
      @Option(description = WeightOption.DESCRIPTION, example = "physics")
          Optional<Weighting> weighted) {}

  /** Options of {@code fixed}. */
  record FixedOptions(@Option(description = "The cut.", example = "0.8") double value) {}

  /** Options of {@code efficiency}. */
  record EfficiencyOptions(
      @Option(
              description = "The signal efficiency.",
              example = "0.5",
              min = 0,
              minExclusive = true,
              max = 1)
          double value) {}

  /** Options of {@code background_events}. */
  record BackgroundEventsOptions(
      @Option(description = "Number of background events above the cut.", example = "100", min = 1)
          int value) {}
}
