package org.fivesigma.search;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * A Gaussian process through observed values (C. Rasmussen and C. Williams, 2006, algorithm 2.1):
 * mean and variance at any point, with their gradients. Where the covariance matrix is not
 * numerically positive definite, ten times more is added to its diagonal until it is.
 */
final class GaussianProcess {
  private final GpKernel kernel;
  private final boolean[] categorical;
  private final double[] inverse;
  private final double[][] x;
  private final double[][] factor;
  private final double[] alpha;

  /**
   * A process.
   *
   * @param noise variance of each value
   */
  GaussianProcess(GpKernel kernel, double[][] x, double[] y, double[] noise) {
    this.kernel = kernel;
    this.x = x;
    this.inverse = kernel.inverseSquares();
    this.categorical = new boolean[inverse.length];
    for (int j = 0; j < categorical.length; j++) {
      categorical[j] = kernel.space().encoding(j).categorical();
    }
    int n = x.length;
    DMatrixRMaj k = new DMatrixRMaj(n, n);
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < a; b++) {
        double value = kernel.variance() * GpKernel.correlation(distance(x[a], x[b]));
        k.unsafe_set(a, b, value);
        k.unsafe_set(b, a, value);
      }
      k.unsafe_set(a, a, kernel.variance() + noise[a]);
    }
    DMatrixRMaj lower = cholesky(k, kernel.variance());
    factor = new double[n][];
    for (int a = 0; a < n; a++) {
      factor[a] = new double[a + 1];
      System.arraycopy(lower.data, a * n, factor[a], 0, a + 1);
    }
    alpha = y.clone();
    forward(alpha);
    backward(alpha);
  }

  /** The lower factor of a symmetric matrix, with as little added to the diagonal as it takes. */
  static DMatrixRMaj cholesky(DMatrixRMaj matrix, double scale) {
    double jitter = 0;
    for (int attempt = 0; attempt < 14; attempt++) {
      DMatrixRMaj copy = matrix.copy();
      for (int a = 0; a < copy.numRows; a++) {
        copy.unsafe_set(a, a, copy.unsafe_get(a, a) + jitter);
      }
      CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
          DecompositionFactory_DDRM.chol(copy.numRows, true);
      if (cholesky.decompose(copy)) {
        return cholesky.getT(null);
      }
      jitter = jitter == 0 ? 1e-12 * scale : 10 * jitter;
    }
    throw new IllegalStateException("a covariance matrix is not positive definite");
  }

  private double distance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += inverse[j] * GpKernel.squared(categorical[j], a[j], b[j]);
    }
    return sum;
  }

  private void forward(double[] v) {
    for (int a = 0; a < v.length; a++) {
      double[] row = factor[a];
      double sum = v[a];
      for (int b = 0; b < a; b++) {
        sum -= row[b] * v[b];
      }
      v[a] = sum / row[a];
    }
  }

  private void backward(double[] v) {
    for (int a = v.length - 1; a >= 0; a--) {
      double[] row = factor[a];
      v[a] /= row[a];
      double value = v[a];
      for (int b = 0; b < a; b++) {
        v[b] -= row[b] * value;
      }
    }
  }

  /** Mean and variance at a point. */
  record Posterior(double mean, double variance) {}

  /** Mean and variance at a point. */
  Posterior at(double[] point) {
    double[] k = new double[x.length];
    double mean = 0;
    for (int a = 0; a < k.length; a++) {
      k[a] = kernel.variance() * GpKernel.correlation(distance(point, x[a]));
      mean += k[a] * alpha[a];
    }
    forward(k);
    double variance = kernel.variance();
    for (double v : k) {
      variance -= v * v;
    }
    return new Posterior(mean, Math.max(variance, 1e-14 * kernel.variance()));
  }

  /**
   * The same with the gradients by the coordinates of numbers; those of categories and of
   * parameters left out are 0.
   */
  Posterior at(double[] point, double[] meanGradient, double[] varianceGradient) {
    int n = x.length;
    double[] k = new double[n];
    double[] slopes = new double[n];
    double mean = 0;
    for (int a = 0; a < n; a++) {
      double r2 = distance(point, x[a]);
      k[a] = kernel.variance() * GpKernel.correlation(r2);
      slopes[a] = kernel.variance() * GpKernel.slope(r2);
      mean += k[a] * alpha[a];
    }
    double[] v = k.clone();
    forward(v);
    double variance = kernel.variance();
    for (double value : v) {
      variance -= value * value;
    }
    backward(v);
    for (int j = 0; j < point.length; j++) {
      double ofMean = 0;
      double ofVariance = 0;
      if (!categorical[j] && !Double.isNaN(point[j])) {
        for (int a = 0; a < n; a++) {
          double other = Double.isNaN(x[a][j]) ? 0.5 : x[a][j];
          double dk = slopes[a] * 2 * inverse[j] * (point[j] - other);
          ofMean += dk * alpha[a];
          ofVariance -= 2 * dk * v[a];
        }
      }
      meanGradient[j] = ofMean;
      varianceGradient[j] = ofVariance;
    }
    return new Posterior(mean, Math.max(variance, 1e-14 * kernel.variance()));
  }
}
