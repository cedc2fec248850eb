package org.fivesigma.models.linear;

import java.util.Arrays;

/**
 * Fits weighted logistic regression by Newton's method with a backtracking line search, in double:
 * minimises Σ wᵢ·lossᵢ + ½·l2·‖coefficients‖² (scikit-learn's LogisticRegression with C = 1/l2).
 * Steps are solved by Cholesky, by conjugate gradients where the Hessian would be too large. Same
 * numbers, same bits, whatever the number of threads.
 */
public final class LogisticRegression {
  private static final int LARGEST_HESSIAN = 1000;
  private static final double MOST_HESSIAN_WORK = 4e10;
  private static final double ARMIJO = 1e-4;
  private static final int MOST_HALVINGS = 40;

  private final double l2;
  private final int maxIterations;
  private final double tolerance;

  /**
   * A way to fit.
   *
   * @param l2 penalty, not negative
   * @param tolerance largest component of the gradient, per unit of Σ|w|, at which it is done
   */
  public LogisticRegression(double l2, int maxIterations, double tolerance) {
    this.l2 = l2;
    this.maxIterations = maxIterations;
    this.tolerance = tolerance;
  }

  /** Hears of every iteration. */
  public interface Listener {
    /**
     * After an iteration.
     *
     * @param iteration from 1
     * @param loss Σ wᵢ·lossᵢ without penalty
     */
    void iteration(int iteration, double loss, LinearScores model);
  }

  /**
   * What came out.
   *
   * @param iterations iterations done
   * @param gradient largest component of the gradient per unit of Σ|w|
   * @param converged whether that is within the tolerance
   */
  public record Fit(LinearScores model, int iterations, double gradient, boolean converged) {}

  /**
   * Fits.
   *
   * @param labels class index per row; 0 or 1 when binary
   * @param weights weight per row; negative ones are taken as they are
   */
  public Fit fit(
      Design design, int[] labels, double[] weights, int classes, int threads, Listener listener) {
    LogisticLoss loss = new LogisticLoss(design, labels, weights, classes, l2, threads);
    double scale = Math.max(Double.MIN_NORMAL, Arrays.stream(weights).map(Math::abs).sum());
    boolean exact =
        loss.size() <= LARGEST_HESSIAN
            && (double) loss.size() * loss.size() * design.rows() <= MOST_HESSIAN_WORK;
    double[] theta = new double[loss.size()];
    double value = loss.loss(theta);
    double[] gradient = loss.gradient(theta);
    int iteration = 0;
    boolean moving = true;
    while (moving && iteration < maxIterations && largest(gradient) > tolerance * scale) {
      double[] step =
          exact ? newton(loss.hessian(theta), gradient) : conjugateGradients(loss, theta, gradient);
      double slope = dot(step, gradient);
      if (slope >= 0) {
        step = Arrays.stream(gradient).map(g -> -g).toArray();
        slope = -dot(gradient, gradient);
      }
      double objective = value + loss.penalty(theta);
      double length = 1;
      moving = false;
      for (int halving = 0; halving < MOST_HALVINGS && !moving; halving++) {
        double[] tried = plus(theta, length, step);
        double triedValue = loss.loss(tried);
        // Near the minimum the loss no longer resolves a step; there the step is taken as it is.
        double slack = 1e-14 * Math.abs(objective);
        if (triedValue + loss.penalty(tried) <= objective + ARMIJO * length * slope + slack) {
          moving = !Arrays.equals(tried, theta);
          theta = tried;
          value = triedValue;
        }
        length /= 2;
      }
      gradient = loss.gradient(theta);
      iteration++;
      listener.iteration(iteration, value, loss.model(theta));
    }
    double left = largest(gradient) / scale;
    return new Fit(loss.model(theta), iteration, left, left <= tolerance);
  }

  /** −H⁻¹g; where H is not positive definite, of H plus the smallest ridge that makes it so. */
  private static double[] newton(double[] hessian, double[] gradient) {
    int n = gradient.length;
    double trace = 0;
    for (int j = 0; j < n; j++) {
      trace += Math.abs(hessian[j * n + j]);
    }
    double ridge = 0;
    while (true) {
      double[] factor = cholesky(hessian, n, ridge);
      if (factor.length > 0) {
        return solve(factor, gradient);
      }
      ridge = ridge == 0 ? Math.max(1e-12 * trace / n, Double.MIN_NORMAL) : ridge * 10;
    }
  }

  /** The lower factor, or nothing where the matrix is not positive definite. */
  private static double[] cholesky(double[] matrix, int n, double ridge) {
    double[] l = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i * n + j] + (i == j ? ridge : 0);
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        if (i != j) {
          l[i * n + j] = sum / l[j * n + j];
        } else if (sum > 1e-14 * Math.abs(matrix[i * n + i])) {
          l[i * n + i] = Math.sqrt(sum);
        } else {
          return new double[0];
        }
      }
    }
    return l;
  }

  private static double[] solve(double[] l, double[] gradient) {
    int n = gradient.length;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = -gradient[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i * n + k] * x[k];
      }
      x[i] = sum / l[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < n; k++) {
        sum -= l[k * n + i] * x[k];
      }
      x[i] = sum / l[i * n + i];
    }
    return x;
  }

  /** An inexact Newton step, precise enough for superlinear convergence. */
  private static double[] conjugateGradients(LogisticLoss loss, double[] theta, double[] gradient) {
    int n = gradient.length;
    double[] x = new double[n];
    double[] residual = Arrays.stream(gradient).map(g -> -g).toArray();
    double[] direction = residual.clone();
    double norm = dot(residual, residual);
    double goal = norm * Math.min(1e-2, Math.sqrt(norm) / (1 + Math.sqrt(norm)));
    for (int i = 0; i < Math.min(n, 200) && norm > goal * 1e-2; i++) {
      double[] product = loss.hessianTimes(theta, direction);
      double curvature = dot(direction, product);
      if (curvature <= 0) {
        return i == 0 ? direction : x;
      }
      double alpha = norm / curvature;
      x = plus(x, alpha, direction);
      residual = plus(residual, -alpha, product);
      double next = dot(residual, residual);
      direction = plus(residual, next / norm, direction);
      norm = next;
    }
    return x;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double[] plus(double[] a, double factor, double[] b) {
    double[] sum = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      sum[j] = a[j] + factor * b[j];
    }
    return sum;
  }
}
