package org.fivesigma.search;

import org.hipparchus.special.Erf;

/** The standard normal distribution. */
final class Normal {
  private static final double SQRT_TWO = Math.sqrt(2);

  private Normal() {}

  /** Probability of a value below. */
  static double cdf(double x) {
    return 0.5 * Erf.erfc(-x / SQRT_TWO);
  }

  /** The value with this probability below. */
  static double quantile(double p) {
    double inside = Math.max(1e-300, Math.min(1 - 1e-16, p));
    return -SQRT_TWO * Erf.erfcInv(2 * inside);
  }
}
