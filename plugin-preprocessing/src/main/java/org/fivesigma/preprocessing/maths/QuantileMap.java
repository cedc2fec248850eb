package org.fivesigma.preprocessing.maths;

/**
 * The empirical distribution function of a sample, linear between quantiles at equal distances of
 * probability. A value that several quantiles share has the middle of their probabilities; below
 * the smallest it is 0, above the largest 1.
 */
public final class QuantileMap {
  /**
   * The image of probabilities 0 and 1 under the normal distribution: that of 10⁻⁷ from the end.
   */
  public static final double LOWEST = -5.199337582605575;

  /** The image of probability 1 under the normal distribution. */
  public static final double HIGHEST = 5.19933758270342;

  private static final int CELLS_PER_QUANTILE = 2;

  private final double[] quantiles;
  private final int[] guess;
  private final double cellsPerUnit;

  /**
   * A map from quantiles at probabilities 0, 1/(n−1), … 1.
   *
   * @param quantiles not falling, at least one
   */
  public QuantileMap(double[] quantiles) {
    this.quantiles = quantiles.clone();
    int n = quantiles.length;
    double range = quantiles[n - 1] - quantiles[0];
    int cells = CELLS_PER_QUANTILE * n;
    this.cellsPerUnit = range > 0 && Double.isFinite(cells / range) ? cells / range : 0;
    this.guess = new int[cells + 1];
    int at = 0;
    for (int cell = 0; cell <= cells; cell++) {
      while (at + 1 < n && cell(quantiles[at + 1]) < cell) {
        at++;
      }
      guess[cell] = at;
    }
  }

  private int cell(double x) {
    return (int) ((x - quantiles[0]) * cellsPerUnit);
  }

  /**
   * The map of a sample.
   *
   * @param values none is NaN; they are sorted in place
   * @param count how many quantiles at most; as many as there are values, if these are fewer
   */
  public static QuantileMap of(double[] values, int count) {
    Sorting.sort(values, values.length);
    int n = Math.max(1, Math.min(count, values.length));
    double[] quantiles = new double[n];
    for (int k = 0; k < n; k++) {
      double p = n == 1 ? 0.5 : (double) k / (n - 1);
      double q = Quantiles.ofSorted(values, p);
      quantiles[k] = k > 0 && q < quantiles[k - 1] ? quantiles[k - 1] : q;
    }
    return new QuantileMap(quantiles);
  }

  /** The quantiles. */
  public double[] quantiles() {
    return quantiles.clone();
  }

  /** The probability of a value, 0 to 1; NaN of NaN. */
  public double probability(double x) {
    int n = quantiles.length;
    if (Double.isNaN(x)) {
      return x;
    }
    if (x <= quantiles[0]) {
      return 0;
    }
    if (x >= quantiles[n - 1]) {
      return 1;
    }
    int below = guess[cell(x)];
    while (quantiles[below + 1] < x) {
      below++;
    }
    int above = below + 1;
    double step = n - 1;
    if (quantiles[above] == x) {
      int last = above;
      while (quantiles[last + 1] == x) {
        last++;
      }
      return (above + last) / (2 * step);
    }
    double part = (x - quantiles[below]) / (quantiles[above] - quantiles[below]);
    return (below + part) / step;
  }

  /** The value of a probability; NaN of NaN. */
  public double value(double probability) {
    return Double.isNaN(probability)
        ? probability
        : Quantiles.ofSorted(quantiles, Math.max(0, Math.min(1, probability)));
  }

  /** The standard normal number of a value's probability, at most about 5.2 from 0. */
  public double normal(double x) {
    double p = probability(x);
    if (p <= 0) {
      return LOWEST;
    }
    return p >= 1 ? HIGHEST : Math.max(LOWEST, Math.min(HIGHEST, NormalQuantile.of(p)));
  }
}
