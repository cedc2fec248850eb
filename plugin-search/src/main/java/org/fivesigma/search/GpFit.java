package org.fivesigma.search;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Length scales, variance and noise of a Gaussian process: the maximum of the marginal likelihood
 * times a prior, found by bounded quasi-Newton steps on their logarithms. The prior of a length
 * scale is log-normal and grows with √d (C. Hvarfner et al., ICML 2024), with less room for scales
 * much longer than the range; that of the noise prefers little.
 */
final class GpFit {
  private static final double LEAST_SCALE = 0.02;
  private static final double MOST_SCALE = 50;
  private static final double LEAST_VARIANCE = 0.05;
  private static final double MOST_VARIANCE = 50;
  private static final double LEAST_NOISE = 1e-7;
  private static final double TOLERANCE = 1e-5;

  /** Mean and deviation of the prior of log ℓ, before ½ log d is added to the mean. */
  private static final double SCALE_MEAN = -1;

  private static final double SCALE_DEVIATION = 1;

  /** Keeps scales from growing so far that a parameter seems to have no effect anywhere. */
  private static final double LONG_SCALES = 0.1;

  private static final double NOISE_MEAN = -12;
  private static final double NOISE_DEVIATION = 4;

  /** What was found; {@code noise} is the variance common to all values. */
  record Fitted(GpKernel kernel, double noise, double logPosterior) {}

  private final UnitSpace space;
  private final double[] y;
  private final double[] known;
  private final int n;
  private final int d;
  private final double[][] squares;
  private final double[] pairDistance;

  /**
   * A fit.
   *
   * @param y values, standardised
   * @param known variance of each value that is known beforehand
   */
  GpFit(UnitSpace space, double[][] x, double[] y, double[] known) {
    this.space = space;
    this.y = y;
    this.known = known;
    this.n = x.length;
    this.d = space.dimensions();
    squares = new double[d][n * (n - 1) / 2];
    for (int j = 0; j < d; j++) {
      boolean categorical = space.encoding(j).categorical();
      for (int a = 1, p = 0; a < n; a++) {
        for (int b = 0; b < a; b++, p++) {
          squares[j][p] = GpKernel.squared(categorical, x[a][j], x[b][j]);
        }
      }
    }
    pairDistance = new double[n * (n - 1) / 2];
  }

  /** The maximum reached from the default start. */
  Fitted fit(int iterations) {
    double[] start = new double[d + 2];
    Arrays.fill(start, 0, d, Math.log(0.5 * Math.sqrt(d)));
    start[d + 1] = Math.log(1e-4);
    return fit(start, iterations);
  }

  /** The maximum reached from short scales and some noise. */
  Fitted fitRough(int iterations) {
    double[] start = new double[d + 2];
    Arrays.fill(start, 0, d, Math.log(0.2 * Math.sqrt(d)));
    start[d + 1] = Math.log(1e-2);
    return fit(start, iterations);
  }

  /** The maximum reached from what was found before. */
  Fitted fit(Fitted before, int iterations) {
    double[] start = Arrays.copyOf(before.kernel().logScales(), d + 2);
    start[d] = Math.log(before.kernel().variance());
    start[d + 1] = Math.log(before.noise());
    return fit(start, iterations);
  }

  private Fitted fit(double[] start, int iterations) {
    double[] low = new double[d + 2];
    double[] high = new double[d + 2];
    Arrays.fill(low, 0, d, Math.log(LEAST_SCALE));
    Arrays.fill(high, 0, d, Math.log(MOST_SCALE));
    low[d] = Math.log(LEAST_VARIANCE);
    high[d] = Math.log(MOST_VARIANCE);
    low[d + 1] = Math.log(LEAST_NOISE);
    BoundedMinimiser.Minimum best =
        new BoundedMinimiser(low, high, iterations, TOLERANCE)
            .minimise(start, this::negativeLogPosterior);
    double[] theta = best.x();
    return new Fitted(
        new GpKernel(space, Arrays.copyOf(theta, d), Math.exp(theta[d])),
        Math.exp(theta[d + 1]),
        -best.value());
  }

  private double negativeLogPosterior(double[] theta, double[] gradient) {
    double variance = Math.exp(theta[d]);
    double noise = Math.exp(theta[d + 1]);
    Arrays.fill(pairDistance, 0);
    for (int j = 0; j < d; j++) {
      double inverse = Math.exp(-2 * theta[j]);
      double[] s = squares[j];
      for (int p = 0; p < s.length; p++) {
        pairDistance[p] += inverse * s[p];
      }
    }
    DMatrixRMaj k = new DMatrixRMaj(n, n);
    for (int a = 0, p = 0; a < n; a++) {
      for (int b = 0; b < a; b++, p++) {
        double value = variance * GpKernel.correlation(pairDistance[p]);
        k.data[a * n + b] = value;
        k.data[b * n + a] = value;
      }
      k.data[a * n + a] = variance + noise + known[a] + 1e-10 * variance;
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
    if (!solver.setA(k.copy())) {
      return Double.POSITIVE_INFINITY;
    }
    DMatrixRMaj inverse = new DMatrixRMaj(n, n);
    solver.invert(inverse);
    DMatrixRMaj lower =
        solver
            .<org.ejml.interfaces.decomposition.CholeskyDecomposition_F64<DMatrixRMaj>>
                getDecomposition()
            .getT(null);
    double logDeterminant = 0;
    for (int a = 0; a < n; a++) {
      logDeterminant += 2 * Math.log(lower.data[a * n + a]);
    }
    double[] alpha = new double[n];
    double quadratic = 0;
    for (int a = 0; a < n; a++) {
      double sum = 0;
      for (int b = 0; b < n; b++) {
        sum += inverse.data[a * n + b] * y[b];
      }
      alpha[a] = sum;
      quadratic += sum * y[a];
    }
    // d(-log L)/dK_ab = (K^-1 - alpha alpha^T)_ab / 2
    Arrays.fill(gradient, 0);
    double[] perPair = pairDistance;
    double ofVariance = 0;
    double ofNoise = 0;
    for (int a = 0, p = 0; a < n; a++) {
      for (int b = 0; b < a; b++, p++) {
        double g = inverse.data[a * n + b] - alpha[a] * alpha[b];
        ofVariance += g * k.data[a * n + b];
        perPair[p] = g * variance * GpKernel.slope(perPair[p]);
      }
      double g = 0.5 * (inverse.data[a * n + a] - alpha[a] * alpha[a]);
      ofVariance += g * variance;
      ofNoise += g * noise;
    }
    for (int j = 0; j < d; j++) {
      double sum = 0;
      double[] s = squares[j];
      for (int p = 0; p < s.length; p++) {
        sum += perPair[p] * s[p];
      }
      gradient[j] = -2 * Math.exp(-2 * theta[j]) * sum;
    }
    gradient[d] = ofVariance;
    gradient[d + 1] = ofNoise;
    return 0.5 * (logDeterminant + quadratic) + prior(theta, gradient);
  }

  private double prior(double[] theta, double[] gradient) {
    double sum = 0;
    double centre = SCALE_MEAN + 0.5 * Math.log(d);
    for (int j = 0; j < d; j++) {
      sum += normal(theta[j], centre, SCALE_DEVIATION, gradient, j);
      double far = LONG_SCALES * Math.exp(2 * theta[j]);
      sum += far;
      gradient[j] += 2 * far;
    }
    sum += normal(theta[d], 0, 1, gradient, d);
    return sum + normal(theta[d + 1], NOISE_MEAN, NOISE_DEVIATION, gradient, d + 1);
  }

  private static double normal(double x, double mean, double sd, double[] gradient, int at) {
    double z = (x - mean) / sd;
    gradient[at] += z / sd;
    return 0.5 * z * z;
  }
}
