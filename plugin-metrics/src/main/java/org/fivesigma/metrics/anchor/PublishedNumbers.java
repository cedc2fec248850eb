package org.fivesigma.metrics.anchor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivesigma.metrics.decision.MatrixMetric;
import org.fivesigma.metrics.probability.Brier;
import org.fivesigma.metrics.probability.CrossEntropy;
import org.fivesigma.metrics.ranking.Auc;
import org.fivesigma.metrics.ranking.AveragePrecision;
import org.fivesigma.metrics.significance.CutGrid;
import org.fivesigma.metrics.significance.FixedCut;
import org.fivesigma.metrics.significance.Formula;
import org.fivesigma.metrics.significance.SignificanceMetric;
import org.fivesigma.metrics.significance.SignificanceMetric.Background;
import org.fivesigma.metrics.significance.SignificanceMetric.Cuts;
import org.fivesigma.spi.metric.Anchors;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.plugin.Extension;

/**
 * Significances of the literature and of the HiggsML challenge's official submissions, and the
 * worked examples of scikit-learn's documentation, each through the whole metric.
 */
public final class PublishedNumbers implements Anchors {
  private static final double EXACT = 1e-9;
  private static final double ROUNDED = 1e-10;
  private static final double CUT = 0.5;

  /** s, b and the significances by formula, in the order of {@link #FORMULAE}. */
  private static final double[][] SIGNIFICANCES = {
    {
      100,
      1000,
      3.096691706609783,
      3.1116547960072163,
      3.1622776601683795,
      1.644317824710364,
      0.47848058580007596,
      0.49326362366699
    },
    {
      10,
      20,
      1.7362504992490198,
      2.0803621046562695,
      2.23606797749979,
      2.0227898342939437,
      1.5013760307308879,
      1.4744195615489712
    },
    {
      5,
      1,
      1.4107410755078844,
      3.391329183481996,
      5.0,
      3.3821630663029736,
      3.2551332246145437,
      2.0344711469278987
    },
    {
      200,
      4000,
      3.132609405007111,
      3.1364596320100846,
      3.1622776601683795,
      0.938703026285371,
      0.2451979648593232,
      0.24918370302168416
    },
  };

  private static final double[][] SUBMISSIONS = {
    {461.228096209, 89012.844986, 1.54450974337},
    {457.142474838, 88508.8010881, 1.53518474743},
    {217.039443378, 4379.2523956, 3.24953916678},
    {212.848603705, 4345.089289, 3.19956489456},
  };

  private record Named(String name, String source, Metric metric) {}

  private static final List<Named> FORMULAE =
      List.of(
          new Named("ams b_r = 10", "Adam-Bourdarios et al. 2014", ams(10)),
          new Named("ams b_r = 0", "Cowan et al. 2011", ams(0)),
          new Named("s_over_sqrt_b", "definition", metric(new Formula.SOverSqrtB(), 0)),
          new Named("fom f = 0.05", "Cowan 2012", metric(new Formula.Asimov(), 0.05)),
          new Named("fom f = 0.2", "Cowan 2012", metric(new Formula.Asimov(), 0.2)),
          new Named("fom quadratic f = 0.2", "definition", metric(new Formula.Quadratic(), 0.2)));

  /** The extension. */
  public static Extension<Anchors> extension() {
    return Extension.of(
        Anchors.KIND,
        "published",
        "Significances of the literature and worked examples of scikit-learn.",
        PublishedNumbers::new);
  }

  @Override
  public List<Anchor> compute() {
    List<Anchor> anchors = new ArrayList<>();
    for (double[] row : SIGNIFICANCES) {
      for (int f = 0; f < FORMULAE.size(); f++) {
        Named formula = FORMULAE.get(f);
        anchors.add(
            new Anchor(
                name(formula.name, row[0], row[1]),
                formula.source,
                row[2 + f],
                value(formula.metric, counting(row[0], row[1])),
                EXACT));
      }
    }
    for (double[] row : SUBMISSIONS) {
      anchors.add(
          new Anchor(
              name("ams b_r = 10", row[0], row[1]),
              "HiggsML submission",
              row[2],
              value(ams(10), counting(row[0], row[1])),
              ROUNDED));
    }
    anchors.add(
        new Anchor(
            name("fom f = 0", 10, 1000),
            "Cowan et al. 2011",
            0.31570290369,
            value(metric(new Formula.Asimov(), 0), counting(10, 1000)),
            ROUNDED));
    anchors.addAll(examples());
    return anchors;
  }

  private static List<Anchor> examples() {
    Optional<Weighting> own = Optional.empty();
    Scored ranked = scored(new int[] {0, 0, 1, 1}, .1, .4, .35, .8);
    Scored matched = scored(new int[] {1, 1, 1, 0}, .9, .1, .9, .9);
    Scored decided = scored(new int[] {0, 1, 0, 0, 1, 0}, .1, .9, .1, .1, .1, .9);
    return List.of(
        example("auc", new Auc(own), ranked, 0.75),
        example("pr_auc", new AveragePrecision(own), ranked, 5 / 6.0),
        example("brier", new Brier(own), scored(new int[] {0, 1, 1, 0}, .1, .9, .8, .3), 0.0375),
        example(
            "log_loss",
            CrossEntropy.logLoss(own),
            scored(new int[] {1, 0, 0, 1}, .9, .1, .2, .65),
            0.21616187468057912),
        example("mcc", MatrixMetric.matthews(own, Optional.empty()), matched, -1 / 3.0),
        example(
            "balanced_accuracy",
            MatrixMetric.balancedAccuracy(own, Optional.empty()),
            decided,
            0.625));
  }

  private static Anchor example(String name, Metric metric, Scored scored, double expected) {
    return new Anchor(
        name + ", worked example", "scikit-learn", expected, value(metric, scored), EXACT);
  }

  private static String name(String formula, double s, double b) {
    return String.format(Locale.ROOT, "%s, s = %s, b = %s", formula, s, b)
        .replace(".0,", ",")
        .replaceAll("\\.0$", "");
  }

  private static SignificanceMetric ams(double regularisation) {
    return metric(new Formula.Ams(regularisation), 0);
  }

  private static SignificanceMetric metric(Formula formula, double relative) {
    Optional<CutGrid> scores = Optional.empty();
    return new SignificanceMetric(
        formula,
        Background.relative(relative),
        new Cuts(new FixedCut(CUT), scores, 0, 2),
        Optional.empty());
  }

  /** One event of signal and one of background above the cut, and one each below. */
  private static Scored counting(double s, double b) {
    return weighted(
        new int[] {1, 0, 1, 0}, new double[] {.8, .7, .3, .2}, new double[] {s, b, 1, 1});
  }

  private static Scored scored(int[] labels, double... scores) {
    double[] ones = new double[labels.length];
    Arrays.fill(ones, 1);
    return weighted(labels, scores, ones);
  }

  private static Scored weighted(int[] labels, double[] scores, double[] weights) {
    List<String> classes = List.of("background", "signal");
    return new Scored(
        "anchors", classes, 1, labels, scores, weights, weights, labels, classes, Optional.empty());
  }

  private static double value(Metric metric, Scored scored) {
    Metric.Prepared prepared = metric.prepare(scored, Optional.of(CUT));
    return prepared.values(scored.weights())[prepared.details().indexOf("")];
  }
}
