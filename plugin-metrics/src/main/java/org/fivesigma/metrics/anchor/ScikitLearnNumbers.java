package org.fivesigma.metrics.anchor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.fivesigma.metrics.decision.Accuracy;
import org.fivesigma.metrics.decision.ClassMetric;
import org.fivesigma.metrics.decision.MatrixMetric;
import org.fivesigma.metrics.probability.Brier;
import org.fivesigma.metrics.probability.CrossEntropy;
import org.fivesigma.metrics.ranking.Auc;
import org.fivesigma.metrics.ranking.AveragePrecision;
import org.fivesigma.spi.metric.Anchors;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.plugin.Extension;

/**
 * What scikit-learn 1.9.1 gives for 600 events with many equal scores, weights, and three classes;
 * with negative weights, for which it is not made, the double sum over pairs. The events follow
 * from integers alone; {@code src/test/python/scikit_learn_numbers.py} computes the numbers.
 */
public final class ScikitLearnNumbers implements Anchors {
  private static final int N = 600;
  private static final double TOLERANCE = 1e-12;
  private static final Optional<Weighting> WEIGHTED = Optional.of(Weighting.PHYSICS);
  private static final Optional<Weighting> COUNTED = Optional.of(Weighting.FALSE);
  private static final Optional<String> AT_HALF = Optional.empty();

  /** The extension. */
  public static Extension<Anchors> extension() {
    return Extension.of(
        Anchors.KIND,
        "scikit_learn",
        "Weighted, tied, signed and multiclass numbers computed with scikit-learn.",
        ScikitLearnNumbers::new);
  }

  @Override
  public List<Anchor> compute() {
    IntToDoubleFunction weight = i -> (1 + i * 17 % 23) / 8.0;
    Scored binary = binary(weight, 0, 1);
    Scored signed = binary(i -> (i * 19 % 11 == 0 ? -0.5 : 1) * weight.applyAsDouble(i), 0, 1);
    Scored inside = binary(weight, 0.02, 0.98);
    Scored three = three(weight);
    Sample two = new Sample(", weighted", binary);
    Sample probability = new Sample(", weighted", inside);
    Sample classes = new Sample(", three classes", three);
    Sample weightedClasses = new Sample(", three classes, weighted", three);
    return List.of(
        new Sample("", binary).number("auc", new Auc(COUNTED), 0.6964685714285714),
        two.number("auc", new Auc(WEIGHTED), 0.7082859514174864),
        new Sample(", signed weights", signed).number("auc", new Auc(WEIGHTED), 0.7028241982067382),
        two.number("pr_auc", new AveragePrecision(WEIGHTED), 0.6901541935936418),
        probability.number("log_loss", CrossEntropy.logLoss(WEIGHTED), 0.6234477009451377),
        probability.number("brier", new Brier(WEIGHTED), 0.21319199444058376),
        two.number("accuracy", new Accuracy(WEIGHTED, AT_HALF), 0.6675469075747047),
        two.number("precision", decided(ClassMetric.Of.PRECISION, WEIGHTED), 0.6395084205735093),
        two.number("recall", decided(ClassMetric.Of.RECALL, WEIGHTED), 0.46755407653910147),
        two.number("f1", decided(ClassMetric.Of.F1, WEIGHTED), 0.5401768550557478),
        two.number("mcc", MatrixMetric.matthews(WEIGHTED, AT_HALF), 0.2982580152334277),
        two.number("kappa", MatrixMetric.kappa(WEIGHTED, AT_HALF), 0.2895417103897636),
        weightedClasses.number("auc", new Auc(WEIGHTED), 0.9693656595566548),
        classes.number("auc/ovo", new Auc(COUNTED), 0.969039144009348),
        classes.number("log_loss", CrossEntropy.logLoss(COUNTED), 0.6424415085291961),
        classes.number("f1", decided(ClassMetric.Of.F1, COUNTED), 0.8662629015570191),
        classes.number("f1/weighted", decided(ClassMetric.Of.F1, COUNTED), 0.8660839212015681),
        weightedClasses.number("kappa", MatrixMetric.kappa(WEIGHTED, AT_HALF), 0.8050740423526088),
        classes.number("mcc", MatrixMetric.matthews(COUNTED, AT_HALF), 0.8004512751962372),
        classes.number(
            "balanced_accuracy",
            MatrixMetric.balancedAccuracy(COUNTED, AT_HALF),
            0.8668175862812412));
  }

  private static Metric decided(ClassMetric.Of of, Optional<Weighting> weighted) {
    return new ClassMetric(of, weighted, AT_HALF);
  }

  /** Events, and what is said of them behind a metric's name. */
  private record Sample(String what, Scored scored) {
    Anchor number(String key, Metric metric, double expected) {
      Metric.Prepared prepared = metric.prepare(scored, Optional.empty());
      double[] weights = scored.weights();
      if (metric.weighting() == Weighting.FALSE) {
        weights = new double[N];
        Arrays.fill(weights, 1);
      }
      String detail = key.substring(key.indexOf('/') + 1);
      int place = prepared.details().indexOf(key.contains("/") ? detail : "");
      String source = what.equals(", signed weights") ? "sum over pairs" : "scikit-learn 1.9.1";
      return new Anchor(key + what, source, expected, prepared.values(weights)[place], TOLERANCE);
    }
  }

  private static Scored binary(IntToDoubleFunction weight, double low, double high) {
    IntUnaryOperator label = i -> i * 37 % 101 < 42 ? 1 : 0;
    double[] scores = new double[N];
    for (int i = 0; i < N; i++) {
      double score = (i * 61 % 97 % 31 + label.applyAsInt(i) * (i * 13 % 29 % 20)) / 50.0;
      scores[i] = Math.max(low, Math.min(high, score));
    }
    return events(List.of("background", "signal"), 1, label, scores, weight);
  }

  private static Scored three(IntToDoubleFunction weight) {
    IntUnaryOperator label = i -> i * 29 % 103 % 3;
    int[] factors = {7, 11, 13};
    double[] scores = new double[3 * N];
    for (int i = 0; i < N; i++) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        int bonus = label.applyAsInt(i) == c ? 25 : 0;
        scores[3 * i + c] = 1000 * (1 + i * factors[c] % 41 + bonus) + c;
        sum += scores[3 * i + c];
      }
      for (int c = 0; c < 3; c++) {
        scores[3 * i + c] /= sum;
      }
    }
    return events(List.of("a", "b", "c"), 0, label, scores, weight);
  }

  private static Scored events(
      List<String> classes,
      int signal,
      IntUnaryOperator label,
      double[] scores,
      IntToDoubleFunction weight) {
    int[] labels = new int[N];
    Arrays.setAll(labels, label);
    double[] weights = new double[N];
    Arrays.setAll(weights, weight);
    return new Scored(
        "anchors",
        classes,
        signal,
        labels,
        scores,
        weights,
        weights,
        labels,
        classes,
        Optional.empty());
  }
}
