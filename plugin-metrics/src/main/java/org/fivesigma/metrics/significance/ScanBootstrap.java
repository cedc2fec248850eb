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
  private static final byte GO_ON = 0;
  private static final byte GROUP_END = 1;
  private static final byte RUN_END = 2;

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
  private final byte[] stops;
  private final int[] rescaled;
  private final int[] process;
  private final int signalGroup;
  private final int backgroundGroup;
  private final boolean factorByClass;
  private final double offset;
  private final double relativeSquare;
  private final boolean statistical;

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
    boolean allSelectable = true;
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
      allSelectable &= selectable;
      if (rescaled.length > 0) {
        rescaled[place] = groups[event];
      }
      if (process.length > 0) {
        process[place] = part.process()[event];
      }
    }
    this.stops = stops(order, everywhere);
    this.signalGroup = onlyGroup(true);
    this.backgroundGroup = onlyGroup(false);
    this.factorByClass =
        allSelectable
            && (rescaled.length == 0
                || (signalGroup >= 0 && backgroundGroup >= 0 && signalGroup != backgroundGroup));
    Formula formula = significance.formula();
    this.offset = formula.offset();
    double relative = significance.relative();
    this.relativeSquare = formula.usesVariance() ? relative * relative : 0;
    this.statistical = formula.usesVariance() && significance.statistical();
  }

  /** The group that all events of signal (or background) are rescaled in; −1 when there is none. */
  private int onlyGroup(boolean ofSignal) {
    int group = -1;
    for (int i = 0; i < rescaled.length; i++) {
      if (signal[i] == ofSignal) {
        if (group >= 0 && group != rescaled[i]) {
          return -1;
        }
        group = rescaled[i];
      }
    }
    return group;
  }

  /**
   * Where cuts are: at ends of groups of equal scores. Run ends are those before a group with
   * background where there was signal since the last run end.
   */
  private byte[] stops(ScoreOrder order, boolean everywhere) {
    byte[] found = new byte[n];
    boolean pending = false;
    int place = 0;
    for (int g = 0; g < order.groups(); g++) {
      boolean background = false;
      boolean more = false;
      for (; place < order.end(g); place++) {
        background |= !signal[place];
        more |= signal[place];
      }
      found[place - 1] = everywhere ? RUN_END : GROUP_END;
      if (background && pending) {
        found[order.end(g - 1) - 1] = RUN_END;
        pending = false;
      }
      pending |= more;
    }
    if (pending) {
      found[n - 1] = RUN_END;
    }
    return found;
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
    Replica replica = new Replica(counts);
    double[] signals = replica.signals;
    double[] backgrounds = replica.backgrounds;
    boolean pending = false;
    double s = 0;
    double b = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double c = counts[i];
      double w = backgrounds[i];
      double cw = c * w;
      s += c * signals[i];
      b += cw;
      squares += cw * w;
      byte stop = stops[i];
      if (stop == GO_ON) {
        continue;
      }
      pending |= stop == RUN_END;
      if (pending && enough(b, squares)) {
        pending = !replica.defined(s, b);
        if (replica.mayReach(s, b, squares) && replica.reaches(s, b, squares, i)) {
          int last = lastPresent(counts, i);
          if (last >= 0) {
            replica.take(score[last]);
          }
        }
      }
    }
    return replica.best();
  }

  private Best overGrid(byte[] counts) {
    Replica replica = new Replica(counts);
    double s = 0;
    double b = 0;
    double squares = 0;
    int i = 0;
    for (int k = grid.length - 1; k >= 0; k--) {
      for (; i < n && score[i] >= grid[k]; i++) {
        double w = replica.backgrounds[i];
        s += counts[i] * replica.signals[i];
        b += counts[i] * w;
        squares += counts[i] * w * w;
      }
      if (enough(b, squares)
          && replica.mayReach(s, b, squares)
          && replica.reaches(s, b, squares, i - 1)) {
        replica.take(grid[k]);
      }
    }
    return replica.best();
  }

  private boolean enough(double b, double squares) {
    return b > 0 ? b * b >= minBackground * squares : minBackground <= 0;
  }

  private static int lastPresent(byte[] counts, int from) {
    int i = from;
    while (i >= 0 && counts[i] == 0) {
      i--;
    }
    return i;
  }

  /** The best cut of a replica. */
  private record Best(double cut, double value) {}

  /** One replica: its weights at the yields, and the best cut so far, from high cuts to low. */
  private final class Replica {
    private final byte[] counts;
    private final double[] signals;
    private final double[] backgrounds;
    private final double signalFactor;
    private final double backgroundFactor;

    private double cut = Double.NaN;
    private double value = Double.NaN;
    private double reach;
    private double candidate;

    Replica(byte[] counts) {
      this.counts = counts;
      double[] factor = context.rescaling().factors(groupSums());
      if (factorByClass) {
        this.signals = acceptedSignal;
        this.backgrounds = acceptedBackground;
      } else {
        this.signals = scaled(acceptedSignal, factor);
        this.backgrounds = scaled(acceptedBackground, factor);
      }
      Significance.Scale scale = scale(factor);
      boolean rescales = factorByClass && rescaled.length > 0;
      this.signalFactor = scale.signal() * (rescales ? factor[signalGroup] : 1);
      this.backgroundFactor = scale.background() * (rescales ? factor[backgroundGroup] : 1);
    }

    private double[] groupSums() {
      double[] sums = new double[context.rescaling().size()];
      if (rescaled.length == 0) {
        return sums;
      }
      if (!factorByClass) {
        for (int i = 0; i < n; i++) {
          sums[rescaled[i]] += counts[i] * weight[i];
        }
        return sums;
      }
      double s = 0;
      double b = 0;
      for (int i = 0; i < n; i++) {
        double c = counts[i];
        s += c * acceptedSignal[i];
        b += c * acceptedBackground[i];
      }
      sums[signalGroup] = s;
      sums[backgroundGroup] = b;
      return sums;
    }

    private double[] scaled(double[] weights, double[] factor) {
      double[] result = weights.clone();
      for (int i = 0; i < rescaled.length; i++) {
        result[i] *= factor[rescaled[i]];
      }
      return result;
    }

    private Significance.Scale scale(double[] factor) {
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

    boolean defined(double s, double b) {
      return significance.formula().defined(s * signalFactor, b * backgroundFactor);
    }

    /** Whether the bound on the value here is not below the best value so far. */
    boolean mayReach(double s, double b, double squares) {
      double above = s * signalFactor;
      double below = b * backgroundFactor;
      double floor =
          offset
              + below
              + relativeSquare * below * below
              + (statistical ? backgroundFactor * backgroundFactor * squares : 0);
      return reach == 0 || (above > 0 && above * above >= reach * floor);
    }

    /** Whether the value here is not below the best so far; it is then ready to be taken. */
    boolean reaches(double s, double b, double squares, int last) {
      double below = b * backgroundFactor;
      double above = s * signalFactor;
      if (!significance.formula().defined(above, below)) {
        return false;
      }
      double k = backgroundFactor * backgroundFactor;
      candidate = significance.valueOf(above, below, k * squares, k * systematic(last));
      return Double.isNaN(value) ? !Double.isNaN(candidate) : candidate >= value;
    }

    private double systematic(int last) {
      if (process.length == 0) {
        return 0;
      }
      double[] byProcess = new double[significance.processes().length];
      for (int i = 0; i <= last; i++) {
        byProcess[process[i]] += counts[i] * backgrounds[i];
      }
      return significance.systematic(byProcess);
    }

    void take(double at) {
      cut = at;
      value = candidate;
      reach = value > 0 ? value * value * SLACK : 0;
    }

    Best best() {
      return new Best(cut, value);
    }
  }
}
