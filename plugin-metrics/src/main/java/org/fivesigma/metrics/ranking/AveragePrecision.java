package org.fivesigma.metrics.ranking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.metrics.Curves;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Sum;
import org.fivesigma.spi.metric.Weighting;

/**
 * Average precision Σ (R_n − R_{n−1}) P_n over the distinct scores, without interpolation.
 * Multiclass: the mean over classes of one against the rest, and {@code <class>}.
 */
public final class AveragePrecision extends WeightedMetric {
  /** With physics weights unless told. */
  public AveragePrecision(Optional<Weighting> weighted) {
    super(Direction.MAXIMISE, weighted, Weighting.PHYSICS);
  }

  @Override
  protected List<String> details(Scored scored) {
    List<String> details = new ArrayList<>(List.of(""));
    if (!scored.binary()) {
      details.addAll(scored.classes());
    }
    return details;
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    List<ClassRanking> rankings = new ArrayList<>();
    if (scored.binary()) {
      rankings.add(new ClassRanking(scored, scored.signalClass()));
    } else {
      for (int c = 0; c < scored.classes().size(); c++) {
        rankings.add(new ClassRanking(scored, c));
      }
    }
    return new Averages(scored, details(scored), rankings);
  }

  private record Averages(Scored scored, List<String> details, List<ClassRanking> rankings)
      implements Prepared {
    @Override
    public double[] values(double[] weights) {
      int k = rankings.size();
      double[] values = new double[details.size()];
      double sum = 0;
      for (int r = 0; r < k; r++) {
        double value = average(rankings.get(r).curve(weights));
        sum += value;
        if (k > 1) {
          values[r + 1] = value;
        }
      }
      values[0] = sum / k;
      return values;
    }

    private static double average(ClassRanking.Curve curve) {
      int last = curve.positive().length - 1;
      double all = curve.positive()[last];
      Sum sum = new Sum();
      for (int g = 1; g <= last; g++) {
        double gained = curve.positive()[g] - curve.positive()[g - 1];
        if (gained != 0) {
          sum.add(gained / all * precision(curve, g));
        }
      }
      return all == 0 ? Double.NaN : sum.value();
    }

    private static double precision(ClassRanking.Curve curve, int group) {
      double accepted = curve.positive()[group] + curve.other()[group];
      return accepted == 0 ? 0 : curve.positive()[group] / accepted;
    }

    @Override
    public Optional<String> reason(String detail) {
      return Optional.of("the weights of a class sum to zero in part '" + scored.part() + "'");
    }

    @Override
    public Map<String, double[]> curve() {
      Curves.Builder rows = new Curves.Builder(List.of("class", "recall", "precision", "cut"));
      for (int r = 0; r < rankings.size(); r++) {
        ClassRanking.Curve curve = rankings.get(r).curve(scored.weights());
        int groups = curve.positive().length - 1;
        for (int g : Curves.thin(groups)) {
          rows.add(
              scored.binary() ? scored.signalClass() : r,
              curve.positive()[g + 1] / curve.positive()[groups],
              precision(curve, g + 1),
              rankings.get(r).order().score(g));
        }
      }
      return rows.columns();
    }
  }
}
