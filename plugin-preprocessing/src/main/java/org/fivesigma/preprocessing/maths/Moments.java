package org.fivesigma.preprocessing.maths;

/**
 * Weighted mean and variance of a stream of numbers, missing ones (NaN) left out. Values are summed
 * relative to the mean of the first block, so that no digits are lost to a large offset. The result
 * depends on the order of the values, not on where they were divided into blocks of the same size.
 *
 * <p>mean = Σwx/Σw, variance = Σw(x−mean)²/Σw (the population variance).
 */
public final class Moments {
  private boolean started;
  private double shift;
  private long count;
  private double sumWeights;
  private double sum;
  private double sumSquares;

  /** Moments of all values of an array, every weight 1. */
  public static Moments of(double[] values) {
    Moments moments = new Moments();
    moments.add(values, values.length);
    return moments;
  }

  /** Moments of all values of an array. */
  public static Moments of(double[] values, double[] weights) {
    Moments moments = new Moments();
    moments.add(values, weights, values.length);
    return moments;
  }

  /** Adds the first {@code n} values, every weight 1. */
  public void add(double[] values, int n) {
    start(values, n);
    double k = shift;
    long present = 0;
    double s0 = 0;
    double s1 = 0;
    double q0 = 0;
    double q1 = 0;
    for (int i = 0; i + 1 < n; i += 2) {
      double a = values[i] - k;
      double b = values[i + 1] - k;
      if (!Double.isNaN(a)) {
        present++;
        s0 += a;
        q0 += a * a;
      }
      if (!Double.isNaN(b)) {
        present++;
        s1 += b;
        q1 += b * b;
      }
    }
    if ((n & 1) == 1) {
      double a = values[n - 1] - k;
      if (!Double.isNaN(a)) {
        present++;
        s0 += a;
        q0 += a * a;
      }
    }
    count += present;
    sumWeights += present;
    sum += s0 + s1;
    sumSquares += q0 + q1;
  }

  /** Adds the first {@code n} values with their weights, which may be negative. */
  public void add(double[] values, double[] weights, int n) {
    start(values, n);
    double w = 0;
    double s = 0;
    double q = 0;
    for (int i = 0; i < n; i++) {
      double d = values[i] - shift;
      if (!Double.isNaN(d)) {
        count++;
        w += weights[i];
        s += weights[i] * d;
        q += weights[i] * d * d;
      }
    }
    sumWeights += w;
    sum += s;
    sumSquares += q;
  }

  private void start(double[] values, int n) {
    if (started) {
      return;
    }
    double total = 0;
    int present = 0;
    for (int i = 0; i < n; i++) {
      if (!Double.isNaN(values[i])) {
        total += values[i];
        present++;
      }
    }
    if (present > 0) {
      double mean = total / present;
      shift = Double.isFinite(mean) ? mean : 0;
      started = true;
    }
  }

  /** How many values were not missing. */
  public long count() {
    return count;
  }

  /** Sum of the weights of the values that were not missing. */
  public double sumWeights() {
    return sumWeights;
  }

  /** The mean; NaN without values. */
  public double mean() {
    return shift + sum / sumWeights;
  }

  /** The variance; NaN without values, negative only where weights are. */
  public double variance() {
    double mean = sum / sumWeights;
    double variance = sumSquares / sumWeights - mean * mean;
    return variance < 0 && variance > -1e-14 * (mean * mean) ? 0 : variance;
  }
}
