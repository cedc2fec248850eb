package org.fivesigma.spi.data;

import org.fivesigma.spi.Parallel;

/** Linear correlations of features; pairs with a missing value do not count. */
public final class Correlations {
  private Correlations() {}

  /**
   * Correlation matrix.
   *
   * @param features of some events
   * @param weights of these events, not negative
   * @return NaN where a feature does not vary
   */
  public static double[][] of(Columns features, double[] weights, int threads) {
    int width = features.names().size();
    float[][] values = new float[width][features.rows()];
    Parallel.run(threads, width, f -> features.read(f, 0, features.rows(), values[f], 0));
    double[][] matrix = new double[width][width];
    Parallel.run(
        threads,
        width,
        f -> {
          for (int g = f; g < width; g++) {
            matrix[f][g] = of(values[f], values[g], weights);
          }
        });
    for (int f = 0; f < width; f++) {
      for (int g = 0; g < f; g++) {
        matrix[f][g] = matrix[g][f];
      }
    }
    return matrix;
  }

  /** Over events that have both; shifted by the first pair so that no digits are lost. */
  private static double of(float[] x, float[] y, double[] weights) {
    double sw = 0;
    double x0 = 0;
    double y0 = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    for (int i = 0; i < x.length; i++) {
      double w = weights[i];
      if (Float.isNaN(x[i]) || Float.isNaN(y[i]) || w == 0) {
        continue;
      }
      if (sw == 0) {
        x0 = x[i];
        y0 = y[i];
      }
      double a = x[i] - x0;
      double b = y[i] - y0;
      sw += w;
      sx += w * a;
      sy += w * b;
      sxx += w * a * a;
      syy += w * b * b;
      sxy += w * a * b;
    }
    double vx = sxx - sx * sx / sw;
    double vy = syy - sy * sy / sw;
    return vx > 0 && vy > 0
        ? Math.max(-1, Math.min(1, (sxy - sx * sy / sw) / Math.sqrt(vx * vy)))
        : Double.NaN;
  }
}
