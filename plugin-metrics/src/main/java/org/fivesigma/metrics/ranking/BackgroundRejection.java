package org.fivesigma.metrics.ranking;

import java.util.List;
import java.util.Optional;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * 1/ε_b at given signal efficiencies, ε_b interpolated linearly between the points of the ROC curve
 * where the efficiency is first reached. Multiclass: signal against the rest by the signal score.
 */
public final class BackgroundRejection extends WeightedMetric {
  private final List<Double> efficiencies;

  /** At these signal efficiencies in (0, 1]; with physics weights unless told. */
  public BackgroundRejection(List<Double> efficiencies, Optional<Weighting> weighted) {
    super(Direction.MAXIMISE, weighted, Weighting.PHYSICS);
    this.efficiencies = List.copyOf(efficiencies);
  }

  @Override
  protected List<String> details(Scored scored) {
    return efficiencies.stream().map(String::valueOf).toList();
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    return new Rejections(
        efficiencies, details(scored), new ClassRanking(scored, scored.signalClass()));
  }

  private record Rejections(List<Double> efficiencies, List<String> details, ClassRanking ranking)
      implements Prepared {
    @Override
    public double[] values(double[] weights) {
      ClassRanking.Curve curve = ranking.curve(weights);
      double[] values = new double[efficiencies.size()];
      for (int i = 0; i < values.length; i++) {
        double background = backgroundEfficiency(curve, efficiencies.get(i));
        values[i] = background > 0 ? 1 / background : Double.NaN;
      }
      return values;
    }

    private static double backgroundEfficiency(ClassRanking.Curve curve, double efficiency) {
      double[] s = curve.positive();
      double[] b = curve.other();
      int last = s.length - 1;
      double wanted = efficiency * s[last];
      if (!(s[last] > 0) || !(b[last] > 0)) {
        return Double.NaN;
      }
      int g = 1;
      while (g < last && s[g] < wanted) {
        g++;
      }
      double part = s[g] == s[g - 1] ? 1 : Math.min(1, (wanted - s[g - 1]) / (s[g] - s[g - 1]));
      return (b[g - 1] + part * (b[g] - b[g - 1])) / b[last];
    }

    @Override
    public Optional<String> reason(String detail) {
      return Optional.of(
          "no background is accepted at this signal efficiency, or a class is empty");
    }
  }
}
