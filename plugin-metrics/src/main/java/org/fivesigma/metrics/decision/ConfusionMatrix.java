package org.fivesigma.metrics.decision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.metrics.Curves;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * Events by true and given class, {@code <true>/<given>}: counts unless told. The table beside it
 * has counts and physics weights, each also divided by the row (truth) and by the column
 * (decision).
 */
public final class ConfusionMatrix extends DecisionMetric {
  /** Counts, at 0.5 or the largest score, unless told. */
  public ConfusionMatrix(Optional<Weighting> weighted, Optional<String> at) {
    super(Direction.NONE, weighted, at);
  }

  @Override
  protected List<String> details(Scored scored) {
    List<String> details = new ArrayList<>();
    for (String truth : scored.classes()) {
      for (String given : scored.classes()) {
        details.add(truth + "/" + given);
      }
    }
    return details;
  }

  @Override
  Prepared prepare(Scored scored, byte[] given) {
    return new Cells(scored, details(scored), given);
  }

  private record Cells(Scored scored, List<String> details, byte[] given) implements Prepared {
    private Confusion matrix(double[] weights) {
      return Confusion.of(scored.classes().size(), scored.labels(), given, weights);
    }

    @Override
    public double[] values(double[] weights) {
      Confusion matrix = matrix(weights);
      int k = matrix.classes();
      double[] values = new double[k * k];
      for (int t = 0; t < k; t++) {
        System.arraycopy(matrix.sums()[t], 0, values, t * k, k);
      }
      return values;
    }

    @Override
    public Map<String, double[]> curve() {
      double[] ones = new double[scored.rows()];
      Arrays.fill(ones, 1);
      Confusion counts = matrix(ones);
      Confusion sums = matrix(scored.physicsWeights());
      Curves.Builder rows =
          new Curves.Builder(
              List.of(
                  "truth",
                  "given",
                  "count",
                  "count_by_truth",
                  "count_by_given",
                  "weight",
                  "weight_by_truth",
                  "weight_by_given"));
      for (int t = 0; t < counts.classes(); t++) {
        for (int g = 0; g < counts.classes(); g++) {
          double n = counts.sums()[t][g];
          double w = sums.sums()[t][g];
          rows.add(
              t,
              g,
              n,
              n / counts.truth(t),
              n / counts.given(g),
              w,
              w / sums.truth(t),
              w / sums.given(g));
        }
      }
      return rows.columns();
    }
  }
}
