package org.fivesigma.metrics.probability;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.metrics.Curves;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * The expected calibration error Σ_b (W_b/W) |mean score − share of the class| over bins of equal
 * width (Naeini et al. 2015). Binary: the score of signal against the share of signal; multiclass:
 * the largest score against the share of events whose class has it.
 */
public final class Calibration extends WeightedMetric {
  private final int bins;

  /** With so many bins; unweighted unless told. */
  public Calibration(int bins, Optional<Weighting> weighted) {
    super(Direction.MINIMISE, weighted, Weighting.FALSE);
    this.bins = bins;
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    int n = scored.rows();
    double[] score = new double[n];
    boolean[] right = new boolean[n];
    int[] bin = new int[n];
    for (int i = 0; i < n; i++) {
      int given = scored.binary() ? scored.signalClass() : scored.predicted(i);
      score[i] =
          scored.binary()
              ? scored.scores()[i]
              : scored.scores()[i * scored.classes().size() + given];
      right[i] = scored.labels()[i] == given;
      bin[i] = Math.max(0, Math.min(bins - 1, (int) (score[i] * bins)));
    }
    return new Binned(scored, bins, score, right, bin);
  }

  private record Binned(Scored scored, int bins, double[] score, boolean[] right, int[] bin)
      implements Prepared {
    @Override
    public List<String> details() {
      return List.of("");
    }

    /** Rows: weight, Σw·score, Σw·right, Σw². */
    private double[][] sums(double[] weights) {
      double[][] sums = new double[4][bins];
      for (int i = 0; i < bin.length; i++) {
        double w = weights[i];
        sums[0][bin[i]] += w;
        sums[1][bin[i]] += w * score[i];
        sums[2][bin[i]] += right[i] ? w : 0;
        sums[3][bin[i]] += w * w;
      }
      return sums;
    }

    @Override
    public double[] values(double[] weights) {
      double[][] sums = sums(weights);
      double off = 0;
      double total = 0;
      for (int b = 0; b < bins; b++) {
        off += Math.abs(sums[1][b] - sums[2][b]);
        total += sums[0][b];
      }
      return new double[] {total == 0 ? Double.NaN : off / total};
    }

    @Override
    public Optional<String> reason(String detail) {
      return Optional.of("the weights sum to zero");
    }

    @Override
    public Map<String, double[]> curve() {
      double[][] sums = sums(scored.weights());
      Curves.Builder rows =
          new Curves.Builder(List.of("low", "high", "score", "share", "share_error", "weight"));
      for (int b = 0; b < bins; b++) {
        double w = sums[0][b];
        double share = sums[2][b] / w;
        double effective = w * w / sums[3][b];
        rows.add(
            b / (double) bins,
            (b + 1) / (double) bins,
            sums[1][b] / w,
            share,
            Math.sqrt(Math.max(0, share * (1 - share)) / effective),
            w);
      }
      return rows.columns();
    }
  }
}
