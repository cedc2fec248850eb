package org.fivesigma.preprocessing.maths;

/**
 * A sample of logarithms u, kept as weighted moments about the centres of narrow bins. From these
 * the mean and variance of (e^{λu} − 1)/λ follow for any λ by Taylor's series in each bin, without
 * going through the sample again: with d the distance from the centre c,
 *
 * <pre>(e^{λ(c+d)} − 1)/λ = (e^{λc} − 1)/λ + e^{λc} (d + λd²/2 + λ²d³/6 + …).</pre>
 *
 * The series ends at the sixth order. Its relative error is (λd)⁶/5040, below 10⁻¹⁰ while λ times
 * the range of the sample stays below 100 — where e^{λu} spans forty powers of ten.
 */
final class LogBins {
  private static final int BINS = 1024;
  private static final int ORDERS = 7;

  private final double low;
  private final double width;
  private final double perWidth;
  private final double[] moments = new double[BINS * ORDERS];

  /** Bins for logarithms from {@code low} to {@code high}. */
  LogBins(double low, double high) {
    this.low = low;
    this.width = (high - low) / BINS;
    double inverse = BINS / (high - low);
    this.perWidth = Double.isFinite(inverse) ? inverse : 0;
  }

  /** Adds one logarithm. */
  void add(double u, double weight) {
    int bin = Math.min((int) ((u - low) * perWidth), BINS - 1);
    double d = u - center(bin);
    double d2 = d * d;
    double d3 = d2 * d;
    int at = bin * ORDERS;
    moments[at] += weight;
    moments[at + 1] += weight * d;
    moments[at + 2] += weight * d2;
    moments[at + 3] += weight * d3;
    moments[at + 4] += weight * (d2 * d2);
    moments[at + 5] += weight * (d3 * d2);
    moments[at + 6] += weight * (d3 * d3);
  }

  private double center(int bin) {
    return low + (bin + 0.5) * width;
  }

  /** Sum over the sample of (e^{λu} − 1)/λ. */
  double sum(double lambda) {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      int at = bin * ORDERS;
      if (moments[at + 2] != 0 || moments[at] != 0) {
        double c = center(bin);
        sum += moments[at] * Powers.ofLog(c, lambda) + Math.exp(lambda * c) * first(at, lambda);
      }
    }
    return sum;
  }

  /** Sum over the sample of ((e^{λu} − 1)/λ − m)². */
  double sumSquares(double lambda, double m) {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      int at = bin * ORDERS;
      if (moments[at + 2] != 0 || moments[at] != 0) {
        double c = center(bin);
        double slope = Math.exp(lambda * c);
        double offset = Powers.ofLog(c, lambda) - m;
        sum +=
            moments[at] * offset * offset
                + 2 * offset * slope * first(at, lambda)
                + slope * slope * second(at, lambda);
      }
    }
    return sum;
  }

  /** Σ (e^{λd} − 1)/λ. */
  private double first(int at, double l) {
    double series = moments[at + 6] / 720;
    series = series * l + moments[at + 5] / 120;
    series = series * l + moments[at + 4] / 24;
    series = series * l + moments[at + 3] / 6;
    series = series * l + moments[at + 2] / 2;
    return series * l + moments[at + 1];
  }

  /** Σ ((e^{λd} − 1)/λ)²: the coefficient of order k is (2ᵏ − 2)/k!. */
  private double second(int at, double l) {
    double series = moments[at + 6] * (62.0 / 720);
    series = series * l + moments[at + 5] * (30.0 / 120);
    series = series * l + moments[at + 4] * (14.0 / 24);
    series = series * l + moments[at + 3];
    return series * l + moments[at + 2];
  }
}
