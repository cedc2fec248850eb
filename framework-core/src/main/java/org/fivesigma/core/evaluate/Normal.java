package org.fivesigma.core.evaluate;

/** Tail probabilities of the normal distribution. */
final class Normal {
  private Normal() {}

  /**
   * The probability of a value at least {@code z} standard deviations from the mean, z ≥ 0:
   * erfc(z/√2) by its Taylor series for small z and its continued fraction (Lentz) for large, to
   * 1e-13.
   */
  static double twoSided(double z) {
    double x = z / Math.sqrt(2);
    if (x < 2.5) {
      double term = x;
      double sum = x;
      for (int n = 1; n < 80; n++) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
      }
      return 1 - 2 / Math.sqrt(Math.PI) * sum;
    }
    double fraction = 0;
    for (int k = 100; k >= 1; k--) {
      fraction = k / 2.0 / (x + fraction);
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }
}
