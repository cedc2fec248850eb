package org.fivesigma.report;

/** A weighted histogram of equal bins: sums of weights and of squared weights. */
final class Histogram {
  private final double low;
  private final double high;
  private final double[] sums;
  private final double[] squares;

  Histogram(int bins, double low, double high) {
    this.low = low;
    this.high = high > low ? high : low + 1;
    this.sums = new double[bins];
    this.squares = new double[bins];
  }

  void add(double value, double weight) {
    int bin = (int) Math.floor((value - low) / (high - low) * sums.length);
    int inside = Math.max(0, Math.min(sums.length - 1, bin));
    sums[inside] += weight;
    squares[inside] += weight * weight;
  }

  double[] edges() {
    double[] edges = new double[sums.length + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = low + (high - low) * i / sums.length;
    }
    return edges;
  }

  double[] centres() {
    double[] centres = new double[sums.length];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = low + (high - low) * (i + 0.5) / sums.length;
    }
    return centres;
  }

  double[] sums() {
    return sums.clone();
  }

  /** Contents over their total and the width of a bin: a density. */
  double[] density() {
    return scaled(sums);
  }

  /** √Σw² of each bin, scaled like {@link #density}. */
  double[] densityErrors() {
    double[] roots = new double[squares.length];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(squares[i]);
    }
    return scaled(roots);
  }

  private double[] scaled(double[] values) {
    double total = 0;
    for (double s : sums) {
      total += s;
    }
    double width = (high - low) / sums.length;
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = total == 0 ? 0 : values[i] / total / width;
    }
    return result;
  }
}
