package org.fivesigma.metrics;

/**
 * Mean and standard deviation of the numbers among some values; NaN values do not count.
 *
 * @param count how many are numbers
 * @param mean NaN when there is none
 * @param standardDeviation with n − 1; NaN when there are fewer than two
 */
public record Spread(int count, double mean, double standardDeviation) {
  /** Of the values that are numbers. */
  public static Spread of(double[] values) {
    Sum sum = new Sum();
    int n = 0;
    for (double v : values) {
      if (!Double.isNaN(v)) {
        sum.add(v);
        n++;
      }
    }
    double mean = n == 0 ? Double.NaN : sum.value() / n;
    Sum squares = new Sum();
    for (double v : values) {
      if (!Double.isNaN(v)) {
        squares.add((v - mean) * (v - mean));
      }
    }
    return new Spread(n, mean, n < 2 ? Double.NaN : Math.sqrt(squares.value() / (n - 1)));
  }
}
