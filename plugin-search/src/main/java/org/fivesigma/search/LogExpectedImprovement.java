package org.fivesigma.search;

/**
 * The logarithm of the expected improvement below a value, and its gradient, without loss where the
 * improvement itself underflows (S. Ament et al., NeurIPS 2023): EI = σ h(z), h(z) = φ(z) + z Φ(z),
 * z = (best − mean) / σ.
 */
final class LogExpectedImprovement {
  private static final double FAR = -5;
  private static final double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private final GaussianProcess process;
  private final double best;

  LogExpectedImprovement(GaussianProcess process, double best) {
    this.process = process;
    this.best = best;
  }

  /** The value at a point. */
  double at(double[] point) {
    GaussianProcess.Posterior p = process.at(point);
    double sigma = Math.sqrt(p.variance());
    return Math.log(sigma) + logH((best - p.mean()) / sigma);
  }

  /** The value at a point and its gradient by the coordinates of numbers. */
  double at(double[] point, double[] gradient) {
    int d = point.length;
    double[] ofMean = new double[d];
    double[] ofVariance = new double[d];
    GaussianProcess.Posterior p = process.at(point, ofMean, ofVariance);
    double sigma = Math.sqrt(p.variance());
    double z = (best - p.mean()) / sigma;
    double ratio = ratio(z);
    for (int j = 0; j < d; j++) {
      double dSigma = ofVariance[j] / (2 * sigma);
      gradient[j] = dSigma / sigma + ratio * (-ofMean[j] - z * dSigma) / sigma;
    }
    return Math.log(sigma) + logH(z);
  }

  /** log h(z). */
  static double logH(double z) {
    if (z > FAR) {
      return Math.log(Normal.density(z) + z * tail(z));
    }
    return -0.5 * z * z - LOG_SQRT_TWO_PI + Math.log(remainder(z));
  }

  /** h'(z) / h(z) = Φ(z) / h(z). */
  private static double ratio(double z) {
    if (z > FAR) {
      double below = tail(z);
      return below / (Normal.density(z) + z * below);
    }
    double m = mills(z);
    return m / remainder(z);
  }

  /** 1 + z Φ(z)/φ(z), which is 1/z² in the limit. */
  private static double remainder(double z) {
    return z < -1e3 ? 1 / (z * z) : 1 + z * mills(z);
  }

  private static double tail(double z) {
    return 0.5 * org.hipparchus.special.Erf.erfc(-z / Math.sqrt(2));
  }

  /** Φ(z) / φ(z) for z far below 0, by its continued fraction. */
  private static double mills(double z) {
    double x = -z;
    double fraction = x;
    for (int k = 60; k >= 1; k--) {
      fraction = x + k / fraction;
    }
    return 1 / fraction;
  }
}
