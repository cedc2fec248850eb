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
 * The area under the ROC curve: the weighted share of (signal, background) pairs that the score
 * puts in the right order, ties counting half. With negative weights it may leave [0, 1] and is not
 * clipped.
 *
 * <p>Multiclass: the main value is the mean over classes of one against the rest; {@code <class>}
 * is that of one class; {@code ovo} is the mean over ordered pairs of classes of one against the
 * other (Hand and Till 2001).
 */
public final class Auc extends WeightedMetric {
  /** The area, with physics weights unless told. */
  public Auc(Optional<Weighting> weighted) {
    super(Direction.MAXIMISE, weighted, Weighting.PHYSICS);
  }

  @Override
  protected List<String> details(Scored scored) {
    if (scored.binary()) {
      return List.of("");
    }
    List<String> details = new ArrayList<>(List.of(""));
    details.addAll(scored.classes());
    details.add("ovo");
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
    return new Areas(scored, details(scored), rankings);
  }

  private record Areas(Scored scored, List<String> details, List<ClassRanking> rankings)
      implements Prepared {
    @Override
    public double[] values(double[] weights) {
      int k = rankings.size();
      if (k == 1) {
        return new double[] {rankings.get(0).areas(weights)[scored.signalClass()]};
      }
      double[] values = new double[k + 2];
      Sum rest = new Sum();
      Sum pairs = new Sum();
      for (int c = 0; c < k; c++) {
        double[] areas = rankings.get(c).areas(weights);
        values[c + 1] = areas[c];
        for (int d = 0; d < k; d++) {
          (d == c ? rest : pairs).add(areas[d]);
        }
      }
      values[0] = rest.value() / k;
      values[k + 1] = pairs.value() / (k * (k - 1.0));
      return values;
    }

    @Override
    public Optional<String> reason(String detail) {
      return Optional.of(
          "the weights of a class sum to zero in part '"
              + scored.part()
              + "': two classes are needed");
    }

    @Override
    public Map<String, double[]> curve() {
      Curves.Builder roc = new Curves.Builder(List.of("class", "fpr", "tpr", "cut"));
      for (int r = 0; r < rankings.size(); r++) {
        roc(roc, rankings.get(r), scored.binary() ? scored.signalClass() : r);
      }
      return roc.columns();
    }

    private void roc(Curves.Builder rows, ClassRanking ranking, int positive) {
      ClassRanking.Curve curve = ranking.curve(scored.weights());
      int groups = ranking.order().groups();
      for (int g : Curves.thin(groups + 1)) {
        double score = g == 0 ? Double.POSITIVE_INFINITY : ranking.order().score(g - 1);
        rows.add(
            positive,
            curve.other()[g] / curve.other()[groups],
            curve.positive()[g] / curve.positive()[groups],
            score);
      }
    }
  }
}
