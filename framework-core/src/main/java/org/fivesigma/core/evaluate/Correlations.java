package org.fivesigma.core.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.data.Columns;

/** Weighted linear correlations of features; pairs with a missing value do not count. */
public final class Correlations {
  private Correlations() {}

  /**
   * Correlation matrix.
   *
   * @param features of some events
   * @param weights of these events, not negative
   * @return NaN where a feature does not vary
   */
  public static double[][] of(Columns features, double[] weights) {
    int width = features.names().size();
    int n = features.rows();
    List<float[]> columns = new ArrayList<>();
    for (int f = 0; f < width; f++) {
      float[] column = new float[n];
      features.read(f, 0, n, column, 0);
      columns.add(column);
    }
    double[][] matrix = new double[width][width];
    for (int a = 0; a < width; a++) {
      for (int b = 0; b <= a; b++) {
        matrix[a][b] = a == b ? 1 : one(columns.get(a), columns.get(b), weights);
        matrix[b][a] = matrix[a][b];
      }
    }
    return matrix;
  }

  private static double one(float[] x, float[] y, double[] weights) {
    double total = 0;
    double meanX = 0;
    double meanY = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      if (Float.isNaN(x[i]) || Float.isNaN(y[i]) || weights[i] == 0) {
        continue;
      }
      double w = weights[i];
      total += w;
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      meanX += w / total * dx;
      meanY += w / total * dy;
      xx += w * dx * (x[i] - meanX);
      yy += w * dy * (y[i] - meanY);
      xy += w * dx * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }
}
