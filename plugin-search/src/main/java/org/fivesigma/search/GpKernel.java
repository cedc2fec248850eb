package org.fivesigma.search;

/**
 * Matérn 5/2 with one length scale a parameter (M. Stein, Interpolation of Spatial Data, 1999): k =
 * s² (1 + √5 r + 5/3 r²) exp(−√5 r), r² = Σ (distance in parameter j / ℓ_j)². Numbers are distant
 * by their difference on the unit interval, categories by 1; a parameter that a condition leaves
 * out lies off the interval, at distance 1 from its middle.
 *
 * @param logScales log ℓ of each parameter
 */
record GpKernel(UnitSpace space, double[] logScales, double variance) {
  private static final double SQRT_FIVE = Math.sqrt(5);

  /** Squared distance in one parameter, before the length scale. */
  static double squared(boolean categorical, double a, double b) {
    boolean noA = Double.isNaN(a);
    boolean noB = Double.isNaN(b);
    if (noA || noB) {
      if (noA && noB) {
        return 0;
      }
      double there = noA ? b : a;
      return categorical ? 1 : 1 + (there - 0.5) * (there - 0.5);
    }
    return categorical ? (a == b ? 0 : 1) : (a - b) * (a - b);
  }

  /** Correlation at a squared scaled distance. */
  static double correlation(double r2) {
    double r = SQRT_FIVE * Math.sqrt(r2);
    return (1 + r + r * r / 3) * Math.exp(-r);
  }

  /** Derivative of the correlation by the squared scaled distance. */
  static double slope(double r2) {
    double r = SQRT_FIVE * Math.sqrt(r2);
    return -5.0 / 6 * (1 + r) * Math.exp(-r);
  }

  /** 1/ℓ² of each parameter. */
  double[] inverseSquares() {
    double[] inverse = new double[logScales.length];
    for (int j = 0; j < inverse.length; j++) {
      inverse[j] = Math.exp(-2 * logScales[j]);
    }
    return inverse;
  }
}
