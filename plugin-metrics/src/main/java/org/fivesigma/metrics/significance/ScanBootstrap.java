package org.fivesigma.metrics.significance;

import java.util.Optional;
import org.fivesigma.metrics.ScoreOrder;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.PoissonReplicas;
import org.fivesigma.spi.metric.Scored;

/**
 * The best cut of each Poisson bootstrap replica, after one sort of the events.
 *
 * <p>Lowering the cut past background alone cannot raise a significance, so with positive weights
 * only cuts at the end of a run of signal are looked at, and beyond it the first cut that has
 * enough background; of those, the formula is evaluated only where its bound s/√d reaches the best
 * so far.
 */
final class ScanBootstrap {
  private static final double SLACK = 1 - 1e-9;

  private final Significance significance;
  private final double minBackground;
  private final PoissonReplicas poisson;
  private final Metric.CutContext context;
  private final double[] grid;

  private final int n;
  private final double[] score;
  private final double[] weight;
  private final boolean[] signal;
  private final double[] acceptedSignal;
  private final double[] acceptedBackground;
  private final boolean[] groupEnd;
  private final boolean[] runEnd;
  private final int[] rescaled;
  private final int[] process;

  ScanBootstrap(SignificanceScan scan, Optional<CutGrid> grid, Metric.CutContext context) {
    Scored part = scan.part();
    ScoreOrder order = scan.order();
    this.significance = scan.significance();
    this.minBackground = scan.minBackground();
    this.context = context;
    this.poisson = new PoissonReplicas(context.seeds(), "cut-bootstrap");
    this.grid = grid.map(CutGrid::cuts).orElseGet(() -> new double[0]);
    this.n = order.size();
    this.score = new double[n];
    this.weight = new double[n];
    this.signal = new boolean[n];
    this.acceptedSignal = new double[n];
    this.acceptedBackground = new double[n];
    int[] groups = context.rescaling().groups().orElse(new int[0]);
    this.rescaled = new int[groups.length == 0 ? 0 : n];
    this.process = new int[significance.byProcess() ? n : 0];
    boolean everywhere = false;
    for (int place = 0; place < n; place++) {
      int event = order.event(place);
      double w = part.weights()[event];
      boolean selectable = part.selectable(event);
      score[place] = part.signalScore(event);
      weight[place] = w;
      signal[place] = part.labels()[event] == part.signalClass();
      if (selectable) {
        (signal[place] ? acceptedSignal : acceptedBackground)[place] = w;
      }
      everywhere |= w <= 0 || !selectable;
      if (rescaled.length > 0) {
        rescaled[place] = groups[event];
      }
      if (process.length > 0) {
        process[place] = part.process()[event];
      }
    }
    this.groupEnd = new boolean[n];
    for (int g = 0; g < order.groups(); g++) {
      groupEnd[order.end(g) - 1] = true;
    }
    this.runEnd = everywhere ? groupEnd : runEnds(order);
  }

  /** Group ends before a group with background, where there was signal since the last such end. */
  private boolean[] runEnds(ScoreOrder order) {
    boolean[] ends = new boolean[n];
    boolean pending = false;
    int place = 0;
    for (int g = 0; g < order.groups(); g++) {
      boolean background = false;
      boolean more = false;
      for (; place < order.end(g); place++) {
        background |= !signal[place];
        more |= signal[place];
      }
      if (background && pending) {
        ends[g == 0 ? 0 : order.end(g - 1) - 1] = true;
        pending = false;
      }
      pending |= more;
    }
    if (pending) {
      ends[n - 1] = true;
    }
    return ends;
  }

  CutScan.Replicas run(int replicas) {
    double[] cuts = new double[replicas];
    double[] values = new double[replicas];
    Parallel.run(
        context.threads(),
        replicas,
        r -> {
          byte[] counts = new byte[n];
          poisson.counts(r, counts);
          Best best = grid.length == 0 ? overScores(counts) : overGrid(counts);
          cuts[r] = best.cut;
          values[r] = best.value;
        });
    return new CutScan.Replicas(cuts, values);
  }

  private Best overScores(byte[] counts) {
    double[] factor = factors(counts);
    Best best = new Best(scale(counts, factor));
    boolean pending = false;
    double s = 0;
    double b = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double f = rescaled.length == 0 ? 1 : factor[rescaled[i]];
      double fc = counts[i] * f;
      double w = acceptedBackground[i];
      s += fc * acceptedSignal[i];
      b += fc * w;
      squares += fc * f * w * w;
      if (groupEnd[i]) {
        pending |= runEnd[i];
        if (pending && enough(b, squares) && best.defined(s, b)) {
          pending = false;
          if (best.mayReach(s, b, squares, i, counts, factor)) {
            int last = lastPresent(counts, i);
            if (last >= 0) {
              best.take(score[last]);
            }
          }
        }
      }
    }
    return best;
  }

  private Best overGrid(byte[] counts) {
    double[] factor = factors(counts);
    Best best = new Best(scale(counts, factor));
    double s = 0;
    double b = 0;
    double squares = 0;
    int i = 0;
    for (int k = grid.length - 1; k >= 0; k--) {
      for (; i < n && score[i] >= grid[k]; i++) {
        double f = rescaled.length == 0 ? 1 : factor[rescaled[i]];
        double fc = counts[i] * f;
        double w = acceptedBackground[i];
        s += fc * acceptedSignal[i];
        b += fc * w;
        squares += fc * f * w * w;
      }
      if (enough(b, squares)
          && best.defined(s, b)
          && best.mayReach(s, b, squares, i - 1, counts, factor)) {
        best.take(grid[k]);
      }
    }
    return best;
  }

  private boolean enough(double b, double squares) {
    return b > 0 ? b * b >= minBackground * squares : minBackground <= 0;
  }

  private double[] factors(byte[] counts) {
    double[] sums = new double[context.rescaling().size()];
    if (rescaled.length > 0) {
      for (int i = 0; i < n; i++) {
        sums[rescaled[i]] += counts[i] * weight[i];
      }
    }
    return context.rescaling().factors(sums);
  }

  private Significance.Scale scale(byte[] counts, double[] factor) {
    if (significance.expected().isEmpty()) {
      return Significance.Scale.ONE;
    }
    double s = 0;
    double b = 0;
    for (int i = 0; i < n; i++) {
      double w = counts[i] * weight[i] * (rescaled.length == 0 ? 1 : factor[rescaled[i]]);
      if (signal[i]) {
        s += w;
      } else {
        b += w;
      }
    }
    return significance.scale(s, b);
  }

  private double systematic(int last, byte[] counts, double[] factor) {
    if (process.length == 0) {
      return 0;
    }
    double[] byProcess = new double[significance.processes().length];
    for (int i = 0; i <= last; i++) {
      double f = rescaled.length == 0 ? 1 : factor[rescaled[i]];
      byProcess[process[i]] += f * counts[i] * acceptedBackground[i];
    }
    return significance.systematic(byProcess);
  }

  private static int lastPresent(byte[] counts, int from) {
    int i = from;
    while (i >= 0 && counts[i] == 0) {
      i--;
    }
    return i;
  }

  /** The best cut so far, from high cuts to low. */
  private final class Best {
    private final Significance.Scale scale;
    private double cut = Double.NaN;
    private double value = Double.NaN;
    private double candidate;

    Best(Significance.Scale scale) {
      this.scale = scale;
    }

    boolean defined(double s, double b) {
      return significance.formula().defined(s * scale.signal(), b * scale.background());
    }

    /** Whether the value here is not below the best; it is then ready for {@link #take}. */
    boolean mayReach(double s, double b, double squares, int last, byte[] counts, double[] factor) {
      double signalHere = s * scale.signal();
      double backgroundHere = b * scale.background();
      double variance = significance.variance(backgroundHere, squares, 0, scale);
      if (value > 0) {
        double d = significance.formula().denominator(backgroundHere, variance);
        if (signalHere <= 0 || signalHere * signalHere < value * value * d * SLACK) {
          return false;
        }
      }
      candidate = significance.value(s, b, squares, systematic(last, counts, factor), scale);
      return Double.isNaN(value) ? !Double.isNaN(candidate) : candidate >= value;
    }

    void take(double at) {
      cut = at;
      value = candidate;
    }
  }
}
