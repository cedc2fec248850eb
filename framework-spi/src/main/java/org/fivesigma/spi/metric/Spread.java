package org.fivesigma.spi.metric;

import java.util.Arrays;

/**
 * The spread of the numbers among some values (of a metric over bootstrap replicas); NaN values do
 * not count.
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

  /**
   * Quantiles of the values that are numbers, interpolated linearly between order statistics; NaN
   * when there are none.
   */
  public static double[] quantiles(double[] values, double... levels) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double[] quantiles = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      double place = levels[i] * (sorted.length - 1);
      int below = (int) Math.floor(place);
      quantiles[i] =
          sorted.length == 0
              ? Double.NaN
              : below + 1 >= sorted.length
                  ? sorted[sorted.length - 1]
                  : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
    return quantiles;
  }
}
