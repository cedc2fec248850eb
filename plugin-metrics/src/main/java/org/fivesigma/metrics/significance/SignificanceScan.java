package org.fivesigma.metrics.significance;

import java.util.Arrays;
import java.util.Optional;
import org.fivesigma.metrics.ScoreOrder;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.PoissonReplicas;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Spread;
import org.fivesigma.spi.metric.Sum;

/**
 * A significance at every cut of a part. Sums above each distinct score are computed once; index 0
 * stands for a cut above all scores, where nothing is accepted.
 */
final class SignificanceScan implements CutScan {
  private final Scored part;
  private final Significance significance;
  private final double minBackground;
  private final Optional<CutGrid> grid;
  private final int replicas;
  private final ScoreOrder order;
  private final double[] s;
  private final double[] b;
  private final double[] squares;
  private final double[] systematic;
  private final Significance.Scale scale;
  private final double[] cuts;
  private final double[] values;

  SignificanceScan(
      Scored part,
      Significance significance,
      double minBackground,
      Optional<CutGrid> grid,
      int replicas) {
    this.part = part;
    this.significance = significance;
    this.minBackground = minBackground;
    this.grid = grid;
    this.replicas = replicas;
    double[] scores = new double[part.rows()];
    Arrays.setAll(scores, part::signalScore);
    this.order = ScoreOrder.of(scores);
    int groups = order.groups();
    this.s = new double[groups + 1];
    this.b = new double[groups + 1];
    this.squares = new double[groups + 1];
    this.systematic = new double[groups + 1];
    this.scale = accumulate();
    double[] allCuts = scanned();
    double[] allValues = new double[allCuts.length];
    int kept = 0;
    double[] keptCuts = new double[allCuts.length];
    for (double cut : allCuts) {
      double value = value(cut);
      if (!Double.isNaN(value) && effective(cut) >= minBackground) {
        keptCuts[kept] = cut;
        allValues[kept++] = value;
      }
    }
    this.cuts = Arrays.copyOf(keptCuts, kept);
    this.values = Arrays.copyOf(allValues, kept);
  }

  private Significance.Scale accumulate() {
    Sum totalSignal = new Sum();
    Sum totalBackground = new Sum();
    Sum signal = new Sum();
    Sum background = new Sum();
    Sum square = new Sum();
    double[] byProcess = new double[significance.processes().length];
    int place = 0;
    for (int g = 0; g < order.groups(); g++) {
      for (; place < order.end(g); place++) {
        int event = order.event(place);
        double w = part.weights()[event];
        boolean isSignal = part.labels()[event] == part.signalClass();
        (isSignal ? totalSignal : totalBackground).add(w);
        if (!part.selectable(event)) {
          continue;
        }
        if (isSignal) {
          signal.add(w);
        } else {
          background.add(w);
          square.add(w * w);
          if (significance.byProcess()) {
            byProcess[part.process()[event]] += w;
          }
        }
      }
      s[g + 1] = signal.value();
      b[g + 1] = background.value();
      squares[g + 1] = square.value();
      systematic[g + 1] = significance.systematic(byProcess);
    }
    return significance.scale(totalSignal.value(), totalBackground.value());
  }

  private double[] distinctScores() {
    int n = order.groups();
    double[] scores = new double[n];
    Arrays.setAll(scores, i -> order.score(n - 1 - i));
    return scores;
  }

  /** The same scan with other weights. */
  SignificanceScan with(double[] weights) {
    return new SignificanceScan(
        part.withWeights(weights), significance, minBackground, grid, replicas);
  }

  /** All cuts, ascending, also those that are no candidates. */
  double[] scanned() {
    return grid.map(CutGrid::cuts).orElseGet(this::distinctScores);
  }

  @Override
  public Scored part() {
    return part;
  }

  /** The events by falling signal score. */
  ScoreOrder order() {
    return order;
  }

  /** What is scanned. */
  Significance significance() {
    return significance;
  }

  /** The guard. */
  double minBackground() {
    return minBackground;
  }

  @Override
  public double[] cuts() {
    return cuts;
  }

  @Override
  public double[] values() {
    return values;
  }

  /** Index in {@link #cuts} of the best candidate, the lowest of several; −1 for none. */
  int best() {
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (best < 0 || values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public double value(double cut) {
    int g = order.groupsAbove(cut);
    return significance.value(s[g], b[g], squares[g], systematic[g], scale);
  }

  /** Accepted signal, as the formula sees it. */
  double signal(double cut) {
    return s[order.groupsAbove(cut)] * scale.signal();
  }

  /** Accepted background, as the formula sees it. */
  double background(double cut) {
    return b[order.groupsAbove(cut)] * scale.background();
  }

  /** Effective number of background events above a cut. */
  double effective(double cut) {
    int g = order.groupsAbove(cut);
    return Significance.effective(b[g], squares[g]);
  }

  @Override
  public String noCandidate() {
    return minBackground > 0
        ? "no cut of part '"
            + part.part()
            + "' leaves "
            + minBackground
            + " effective background events and a defined value (option min_background)"
        : "the metric is not defined at any cut of part '" + part.part() + "'";
  }

  @Override
  public Replicas bootstrap(Metric.CutContext context) {
    return new ScanBootstrap(this, grid, context).run(replicas);
  }

  @Override
  public double error(double cut, Metric.CutContext context) {
    PoissonReplicas poisson = new PoissonReplicas(context.seeds(), "cut-error");
    AcceptedSums accepted = new AcceptedSums(part, significance, cut);
    double[] found = new double[replicas];
    Parallel.run(
        context.threads(),
        replicas,
        r -> {
          byte[] counts = new byte[part.rows()];
          poisson.counts(r, counts);
          double[] weights = part.weights().clone();
          for (int i = 0; i < weights.length; i++) {
            weights[i] *= counts[i];
          }
          context.rescaling().rescale(weights);
          found[r] = accepted.at(weights, Optional.of(counts)).value();
        });
    return Spread.of(found).standardDeviation();
  }
}
