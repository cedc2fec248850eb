package org.fivesigma.report.figure;

/** A weighted histogram of equal bins: sums of weights and of squared weights. */
public final class Histogram {
  private final double low;
  private final double high;
  private final double[] sums;
  private final double[] squares;

  /** An empty histogram; what lies outside is counted in the outermost bins. */
  public Histogram(int bins, double low, double high) {
    this.low = low;
    this.high = high > low ? high : low + 1;
    this.sums = new double[bins];
    this.squares = new double[bins];
  }

  /** Counts a value. */
  public void add(double value, double weight) {
    int bin = (int) Math.floor((value - low) / (high - low) * sums.length);
    int inside = Math.max(0, Math.min(sums.length - 1, bin));
    sums[inside] += weight;
    squares[inside] += weight * weight;
  }

  /** Edges of the bins, one more than bins. */
  public double[] edges() {
    double[] edges = new double[sums.length + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = low + (high - low) * i / sums.length;
    }
    return edges;
  }

  /** Centres of the bins. */
  public double[] centres() {
    double[] centres = new double[sums.length];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = low + (high - low) * (i + 0.5) / sums.length;
    }
    return centres;
  }

  /** Sum of weights of each bin. */
  public double[] sums() {
    return sums.clone();
  }

  /** Contents over their total and the width of a bin: a density. */
  public double[] density() {
    return scaled(sums);
  }

  /** √Σw² of each bin, scaled like {@link #density}. */
  public double[] densityErrors() {
    double[] roots = new double[squares.length];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(squares[i]);
    }
    return scaled(roots);
  }

  /** Effective number of events of each bin: (Σw)²/Σw². */
  public double[] effective() {
    double[] effective = new double[sums.length];
    for (int i = 0; i < effective.length; i++) {
      effective[i] = squares[i] == 0 ? 0 : sums[i] * sums[i] / squares[i];
    }
    return effective;
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
