package org.fivesigma.metrics.significance;

import java.util.Arrays;
import org.fivesigma.metrics.ScoreOrder;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.PoissonReplicas;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Spread;

/**
 * The errors of a significance at many cuts at once: every replica of the events is gone through
 * once, from the highest score to the lowest.
 */
final class CurveErrors {
  private final SignificanceScan scan;
  private final Metric.CutContext context;
  private final PoissonReplicas poisson;

  CurveErrors(SignificanceScan scan, Metric.CutContext context) {
    this.scan = scan;
    this.context = context;
    this.poisson = new PoissonReplicas(context.seeds(), "curve");
  }

  /**
   * Standard deviations over replicas; NaN where the significance is defined in fewer than two.
   *
   * @param cuts ascending
   */
  double[] at(double[] cuts, int replicas) {
    int[] ends = new int[cuts.length];
    Arrays.setAll(ends, i -> end(cuts[i]));
    double[][] values = new double[replicas][];
    Parallel.run(context.threads(), replicas, r -> values[r] = replica(r, ends));
    double[] errors = new double[cuts.length];
    for (int i = 0; i < errors.length; i++) {
      int cut = i;
      errors[i] =
          Spread.of(Arrays.stream(values).mapToDouble(v -> v[cut]).toArray()).standardDeviation();
    }
    return errors;
  }

  /** How many events, by falling score, a cut accepts. */
  private int end(double cut) {
    int groups = scan.order().groupsAbove(cut);
    return groups == 0 ? 0 : scan.order().end(groups - 1);
  }

  private double[] replica(int r, int[] ends) {
    Scored part = scan.part();
    ScoreOrder order = scan.order();
    byte[] counts = new byte[part.rows()];
    poisson.counts(r, counts);
    double[] weights = part.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= counts[i];
    }
    context.rescaling().rescale(weights);
    Significance significance = scan.significance();
    Significance.Scale scale = scale(part, weights, significance);
    double[] byProcess = new double[significance.processes().length];
    double[] values = new double[ends.length];
    double s = 0;
    double b = 0;
    double squares = 0;
    int place = 0;
    for (int cut = ends.length - 1; cut >= 0; cut--) {
      for (; place < ends[cut]; place++) {
        int event = order.event(place);
        double w = weights[event];
        if (w == 0 || !part.selectable(event)) {
          continue;
        }
        if (part.labels()[event] == part.signalClass()) {
          s += w;
        } else {
          b += w;
          squares += w * w / counts[event];
          if (significance.byProcess()) {
            byProcess[part.process()[event]] += w;
          }
        }
      }
      values[cut] = significance.value(s, b, squares, significance.systematic(byProcess), scale);
    }
    return values;
  }

  private static Significance.Scale scale(
      Scored part, double[] weights, Significance significance) {
    double s = 0;
    double b = 0;
    for (int i = 0; i < weights.length; i++) {
      if (part.labels()[i] == part.signalClass()) {
        s += weights[i];
      } else {
        b += weights[i];
      }
    }
    return significance.scale(s, b);
  }
}
