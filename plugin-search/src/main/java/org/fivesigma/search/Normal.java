package org.fivesigma.search;

import org.hipparchus.special.Erf;

/** The standard normal distribution. */
final class Normal {
  private static final double SQRT_TWO = Math.sqrt(2);
  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);
  private static final double REACH = 8.5;
  private static final int NODES_PER_UNIT = 64;
  private static final double[] BELOW = nodes();

  /** Slope at each node, by the distance to the next. */
  private static final double[] SLOPES = slopes();

  private Normal() {}

  private static double[] nodes() {
    double[] below = new double[(int) (2 * REACH * NODES_PER_UNIT) + 2];
    for (int i = 0; i < below.length; i++) {
      below[i] = 0.5 * Erf.erfc(-((double) i / NODES_PER_UNIT - REACH) / SQRT_TWO);
    }
    return below;
  }

  private static double[] slopes() {
    double[] slopes = new double[BELOW.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = density((double) i / NODES_PER_UNIT - REACH) / NODES_PER_UNIT;
    }
    return slopes;
  }

  /** The density. */
  static double density(double x) {
    return DENSITY_AT_ZERO * Math.exp(-0.5 * x * x);
  }

  /**
   * Probability of a value below, to 1e-9: a cubic between exact nodes with the exact slopes, many
   * times faster than the error function.
   */
  static double cdf(double x) {
    if (x <= -REACH) {
      return 0;
    }
    if (x >= REACH) {
      return 1;
    }
    double at = (x + REACH) * NODES_PER_UNIT;
    int i = (int) at;
    double t = at - i;
    double slopeLeft = SLOPES[i];
    double slopeRight = SLOPES[i + 1];
    double rise = BELOW[i + 1] - BELOW[i];
    return BELOW[i]
        + t
            * (slopeLeft
                + t
                    * (3 * rise
                        - 2 * slopeLeft
                        - slopeRight
                        + t * (slopeLeft + slopeRight - 2 * rise)));
  }
}
