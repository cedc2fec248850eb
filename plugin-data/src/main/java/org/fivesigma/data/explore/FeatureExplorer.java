package org.fivesigma.data.explore;

import java.util.OptionalDouble;
import org.fivesigma.spi.explore.Exploration.Feature;
import org.fivesigma.spi.explore.Exploration.Histogram;
import org.fivesigma.spi.explore.Explorer;

/** Looks at one feature. */
final class FeatureExplorer {
  private static final int BINS = 50;
  private static final double[] QUANTILES = {0.01, 0.25, 0.5, 0.75, 0.99};

  /** Share of values left out on either side of a histogram. */
  private static final double TAIL = 0.002;

  private final Explorer.Data data;
  private final byte[] part;

  /**
   * An explorer of features.
   *
   * @param part 1 train, 2 test, 0 other, for each event; empty without both
   */
  FeatureExplorer(Explorer.Data data, byte[] part) {
    this.data = data;
    this.part = part;
  }

  Feature explore(int column) {
    int rows = data.features().rows();
    float[] values = new float[rows];
    data.features().read(column, 0, rows, values, 0);
    String name = data.features().names().get(column);
    int signal = data.signalClass();
    int[] labels = data.labels();
    SortedValues sorted = SortedValues.of(values, i -> labels[i] == signal, i -> true);
    long missing = (long) rows - sorted.size();
    SortedValues.Runs runs = sorted.runs();
    Shapes shapes = new Shapes(name, sorted, runs);
    if (sorted.size() == 0) {
      Histogram nothing =
          new Histogram(
              new double[0], new double[0][], new double[0][], new double[0], new double[0]);
      return new Feature(
          name,
          missing,
          0,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          new double[0],
          shapes.shape(),
          shapes.oddities(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          nothing);
    }
    double[] quantiles = new double[QUANTILES.length];
    for (int q = 0; q < quantiles.length; q++) {
      quantiles[q] = sorted.quantile(QUANTILES[q]);
    }
    double mean = mean(sorted);
    OptionalDouble auc = OptionalDouble.empty();
    OptionalDouble ks = OptionalDouble.empty();
    if (sorted.twoSided()) {
      SortedValues.Separation separation = sorted.separation();
      auc = OptionalDouble.of(separation.auc());
      ks = OptionalDouble.of(separation.ks());
    }
    double deviation = deviation(sorted, mean);
    double[] edges = edges(sorted, runs);
    String shape = shapes.shape();
    double min = sorted.value(0);
    double max = sorted.value(sorted.size() - 1);
    OptionalDouble drift = OptionalDouble.empty();
    OptionalDouble probability = OptionalDouble.empty();
    if (part.length > 0) {
      SortedValues byPart = SortedValues.of(values, i -> part[i] == 1, i -> part[i] != 0);
      if (byPart.twoSided()) {
        double distance = byPart.separation().ks();
        drift = OptionalDouble.of(distance);
        probability = OptionalDouble.of(byPart.probability(distance));
      }
    }
    return new Feature(
        name,
        missing,
        runs.distinct(),
        min,
        max,
        mean,
        deviation,
        quantiles,
        shape,
        shapes.oddities(),
        auc,
        ks,
        drift,
        probability,
        histogram(values, edges));
  }

  private static double mean(SortedValues values) {
    double sum = 0;
    for (int i = 0; i < values.size(); i++) {
      sum += values.value(i);
    }
    return sum / values.size();
  }

  private static double deviation(SortedValues values, double mean) {
    double sum = 0;
    for (int i = 0; i < values.size(); i++) {
      double d = values.value(i) - mean;
      sum += d * d;
    }
    return Math.sqrt(sum / values.size());
  }

  /** Bins of equal width over the body; one for each value where these are few whole numbers. */
  private static double[] edges(SortedValues values, SortedValues.Runs runs) {
    double low = values.quantile(TAIL);
    double high = values.quantile(1 - TAIL);
    boolean whole = low == Math.rint(low) && high == Math.rint(high) && high - low < BINS;
    if (whole && runs.distinct() <= BINS) {
      int bins = (int) (high - low) + 1;
      double[] edges = new double[bins + 1];
      for (int b = 0; b <= bins; b++) {
        edges[b] = low - 0.5 + b;
      }
      return edges;
    }
    if (low == high) {
      double half = Math.max(0.5, Math.abs(low) * 0.01);
      return new double[] {low - half, low + half};
    }
    double[] edges = new double[BINS + 1];
    for (int b = 0; b <= BINS; b++) {
      edges[b] = low + (high - low) * b / BINS;
    }
    return edges;
  }

  private Histogram histogram(float[] values, double[] edges) {
    int classes = data.classes().size();
    int bins = edges.length - 1;
    double[][] sums = new double[classes][bins];
    double[][] squares = new double[classes][bins];
    double[] below = new double[classes];
    double[] above = new double[classes];
    double low = edges[0];
    double high = edges[bins];
    double scale = bins / (high - low);
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      if (Double.isNaN(v)) {
        continue;
      }
      int c = data.labels()[i];
      double w = data.weights()[i];
      if (v < low) {
        below[c] += w;
      } else if (v > high) {
        above[c] += w;
      } else {
        int b = Math.min(bins - 1, (int) ((v - low) * scale));
        sums[c][b] += w;
        squares[c][b] += w * w;
      }
    }
    for (double[] ofClass : squares) {
      for (int b = 0; b < bins; b++) {
        ofClass[b] = Math.sqrt(ofClass[b]);
      }
    }
    return new Histogram(edges, sums, squares, below, above);
  }
}
