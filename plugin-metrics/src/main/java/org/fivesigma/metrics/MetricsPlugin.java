package org.fivesigma.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.metrics.decision.Accuracy;
import org.fivesigma.metrics.probability.CrossEntropy;
import org.fivesigma.metrics.ranking.Auc;
import org.fivesigma.metrics.significance.ArgmaxCut;
import org.fivesigma.metrics.significance.CutGrid;
import org.fivesigma.metrics.significance.Formula;
import org.fivesigma.metrics.significance.SignificanceMetric;
import org.fivesigma.metrics.significance.SignificanceMetric.Background;
import org.fivesigma.metrics.significance.SignificanceMetric.Cuts;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;

/** The metrics and cut rules that come with the framework. */
public final class MetricsPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-metrics";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(
            Kinds.METRIC,
            "auc",
            "Area under the ROC curve; multiclass: one against the rest, macro.",
            Weighted.class,
            o -> new Auc(o.weighted)),
        Extension.of(
            Kinds.METRIC,
            "log_loss",
            "Cross entropy of the scores as probabilities.",
            Weighted.class,
            o -> CrossEntropy.logLoss(o.weighted)),
        Extension.of(
            Kinds.METRIC,
            "loss",
            "The training loss: cross entropy with training weights, per event.",
            CrossEntropy::loss),
        Extension.of(
            Kinds.METRIC,
            "accuracy",
            "Share of events that are given their class.",
            Decided.class,
            o -> new Accuracy(o.weighted, o.at)),
        Extension.of(
            Kinds.METRIC,
            "ams",
            "Approximate median significance of the HiggsML challenge at a cut.",
            Ams.class,
            Ams::create),
        Extension.of(
            Kinds.METRIC,
            "fom",
            "Asimov significance with an uncertain background, or its quadratic form, at a cut.",
            Fom.class,
            Fom::create),
        Extension.of(
            CutRule.KIND,
            "argmax",
            "The candidate with the largest value, the lowest of several.",
            ArgmaxCut::new));
  }

  /** Options of metrics that have nothing but weights. */
  record Weighted(
      @Option(description = WEIGHTED, example = "physics") Optional<Weighting> weighted) {}

  /** Options of metrics of decisions. */
  record Decided(
      @Option(description = WEIGHTED, example = "physics") Optional<Weighting> weighted,
      @Option(
              description =
                  "The metric whose cut decides between signal and the rest; without it score ≥ 0.5"
                      + " (multiclass: the largest score).",
              example = "ams")
          Optional<String> at) {}

  static final String WEIGHTED =
      "Weights of the events: physics, training, or false for none; default: the metric's own.";
  static final String MIN_BACKGROUND =
      "Effective number of background events, (Σw)²/Σw², that a cut must leave to be a candidate; 0"
          + " = no guard.";
  static final String CUT = "How the cut is chosen on the validation part.";
  static final String CUTS = "The candidate cuts; default: the distinct scores.";
  static final String REPLICAS = "Replicas of cut rules that bootstrap.";

  /** Options of {@code ams}. */
  record Ams(
      @Option(description = "The b_r added to the background.", value = "10", min = 0)
          double regularisation,
      @Option(description = MIN_BACKGROUND, value = "10", min = 0) double minBackground,
      @Option(description = CUT, value = "argmax") Configured<CutRule> cut,
      @Option(description = CUTS, example = "{from: 0.7, to: 1.0, count: 200}")
          Optional<CutGrid> cuts,
      @Option(description = REPLICAS, value = "512", min = 2) int replicas,
      @Option(description = WEIGHTED, example = "physics") Optional<Weighting> weighted) {
    Metric create() {
      return new SignificanceMetric(
          new Formula.Ams(regularisation),
          Background.KNOWN,
          new Cuts(cut.create(), cuts, minBackground, replicas),
          weighted);
    }
  }

  /** Which figure of merit. */
  enum Form {
    /** Asimov significance with uncertain background. */
    ASIMOV,
    /** s/√(s + b + σ²). */
    QUADRATIC
  }

  /** Options of {@code fom}. */
  record Fom(
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
                  "Relative uncertainty of the background of single processes, added in quadrature.",
              value = "{}",
              example = "{ttbar: 0.1}",
              min = 0)
          Map<String, Double> systematics,
      @Option(description = MIN_BACKGROUND, value = "10", min = 0) double minBackground,
      @Option(description = CUT, value = "argmax") Configured<CutRule> cut,
      @Option(description = CUTS, example = "{from: 0.7, to: 1.0, count: 200}")
          Optional<CutGrid> cuts,
      @Option(description = REPLICAS, value = "512", min = 2) int replicas,
      @Option(description = WEIGHTED, example = "physics") Optional<Weighting> weighted) {
    Metric create() {
      return new SignificanceMetric(
          form == Form.ASIMOV ? new Formula.Asimov() : new Formula.Quadratic(),
          new Background(backgroundUncertainty, statistical, systematics),
          new Cuts(cut.create(), cuts, minBackground, replicas),
          weighted);
    }
  }
}
