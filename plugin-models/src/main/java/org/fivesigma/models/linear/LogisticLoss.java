package org.fivesigma.models.linear;

import java.util.Arrays;
import org.fivesigma.spi.Parallel;

/**
 * The penalised loss F(θ) = Σ wᵢ·lossᵢ + ½·l2·‖coefficients‖² with its derivatives, in double. θ
 * holds, margin after margin, the coefficients and then the intercept, which is not penalised. Sums
 * run over fixed blocks of events and are added in order: no dependence on threads.
 */
final class LogisticLoss {
  private static final int MOST_BLOCKS = 64;
  private static final int SMALLEST_BLOCK = 2048;

  private final Design design;
  private final int[] labels;
  private final double[] weights;
  private final double l2;
  private final int outputs;
  private final int stride;
  private final int threads;
  private final int block;

  LogisticLoss(Design design, int[] labels, double[] weights, int classes, double l2, int threads) {
    this.design = design;
    this.labels = labels;
    this.weights = weights;
    this.l2 = l2;
    this.outputs = classes == 2 ? 1 : classes;
    this.stride = design.width() + 1;
    this.threads = threads;
    this.block = Math.max(SMALLEST_BLOCK, (design.rows() + MOST_BLOCKS - 1) / MOST_BLOCKS);
  }

  /** Number of parameters. */
  int size() {
    return outputs * stride;
  }

  /** The parameters as a model. */
  LinearScores model(double[] theta) {
    double[][] coefficients = new double[outputs][];
    double[] intercepts = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      coefficients[k] = Arrays.copyOfRange(theta, k * stride, k * stride + stride - 1);
      intercepts[k] = theta[k * stride + stride - 1];
    }
    return new LinearScores(coefficients, intercepts);
  }

  /** Σ wᵢ·lossᵢ without penalty. */
  double loss(double[] theta) {
    LinearScores model = model(theta);
    double[] sums =
        blocks(
            1,
            (from, to, into) -> {
              double[] x = new double[design.width()];
              double[] m = new double[outputs];
              for (int i = from; i < to; i++) {
                design.row(i, x);
                model.margins(x, m);
                into[0] += weights[i] * loss(m, labels[i]);
              }
            });
    return sums[0];
  }

  /** ½·l2·‖coefficients‖². */
  double penalty(double[] theta) {
    double sum = 0;
    for (int j = 0; j < theta.length; j++) {
      sum += penalised(j) * theta[j] * theta[j];
    }
    return sum / 2;
  }

  private static double loss(double[] margins, int label) {
    if (margins.length == 1) {
      double m = label == 1 ? -margins[0] : margins[0];
      return Math.max(m, 0) + Math.log1p(Math.exp(-Math.abs(m)));
    }
    double max = Double.NEGATIVE_INFINITY;
    for (double m : margins) {
      max = Math.max(max, m);
    }
    double sum = 0;
    for (double m : margins) {
      sum += Math.exp(m - max);
    }
    return max + Math.log(sum) - margins[label];
  }

  /** Gradient of F. */
  double[] gradient(double[] theta) {
    LinearScores model = model(theta);
    double[] gradient =
        blocks(
            size(),
            (from, to, into) -> {
              double[] x = new double[design.width()];
              double[] p = new double[outputs];
              for (int i = from; i < to; i++) {
                design.row(i, x);
                model.margins(x, p);
                LinearScores.probabilities(p);
                for (int k = 0; k < outputs; k++) {
                  double target = outputs == 1 ? labels[i] : labels[i] == k ? 1 : 0;
                  add(into, k, weights[i] * (p[k] - target), x);
                }
              }
            });
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] += penalised(j) * theta[j];
    }
    return gradient;
  }

  private void add(double[] into, int output, double factor, double[] x) {
    int at = output * stride;
    for (int j = 0; j < x.length; j++) {
      into[at + j] += factor * x[j];
    }
    into[at + x.length] += factor;
  }

  /** The Hessian of F, row-major, lower triangle filled. */
  double[] hessian(double[] theta) {
    LinearScores model = model(theta);
    int n = size();
    double[] hessian =
        blocks(
            n * n,
            (from, to, into) -> {
              double[] x = new double[stride];
              double[] p = new double[outputs];
              double[] features = new double[design.width()];
              for (int i = from; i < to; i++) {
                design.row(i, features);
                model.margins(features, p);
                LinearScores.probabilities(p);
                System.arraycopy(features, 0, x, 0, features.length);
                x[stride - 1] = 1;
                for (int k = 0; k < outputs; k++) {
                  for (int l = 0; l <= k; l++) {
                    double curvature = p[k] * ((k == l ? 1 : 0) - p[l]) * weights[i];
                    outer(into, n, k, l, curvature, x);
                  }
                }
              }
            });
    for (int j = 0; j < n; j++) {
      hessian[j * n + j] += penalised(j);
    }
    return hessian;
  }

  private void outer(double[] into, int n, int k, int l, double curvature, double[] x) {
    for (int a = 0; a < stride; a++) {
      double factor = curvature * x[a];
      int at = (k * stride + a) * n + l * stride;
      int end = k == l ? a + 1 : stride;
      for (int b = 0; b < end; b++) {
        into[at + b] += factor * x[b];
      }
    }
  }

  /** The Hessian of F times a vector, without the Hessian. */
  double[] hessianTimes(double[] theta, double[] v) {
    LinearScores model = model(theta);
    LinearScores direction = model(v);
    double[] product =
        blocks(
            size(),
            (from, to, into) -> {
              double[] x = new double[design.width()];
              double[] p = new double[outputs];
              double[] d = new double[outputs];
              for (int i = from; i < to; i++) {
                design.row(i, x);
                model.margins(x, p);
                LinearScores.probabilities(p);
                direction.margins(x, d);
                double mean = 0;
                for (int k = 0; k < outputs; k++) {
                  mean += p[k] * d[k];
                }
                for (int k = 0; k < outputs; k++) {
                  add(into, k, weights[i] * p[k] * (d[k] - mean), x);
                }
              }
            });
    for (int j = 0; j < product.length; j++) {
      product[j] += penalised(j) * v[j];
    }
    return product;
  }

  private double penalised(int parameter) {
    return parameter % stride == stride - 1 ? 0 : l2;
  }

  private interface Block {
    void add(int from, int to, double[] into);
  }

  private double[] blocks(int size, Block work) {
    int count = Math.max(1, (design.rows() + block - 1) / block);
    double[][] parts = new double[count][];
    Parallel.run(
        threads,
        count,
        b -> {
          double[] part = new double[size];
          work.add(b * block, Math.min(design.rows(), (b + 1) * block), part);
          parts[b] = part;
        });
    double[] sum = parts[0];
    for (int b = 1; b < count; b++) {
      for (int j = 0; j < size; j++) {
        sum[j] += parts[b][j];
      }
    }
    return sum;
  }
}
