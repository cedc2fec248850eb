package org.fivesigma.data.explore;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.explore.Exploration.Correlations;
import org.fivesigma.spi.explore.Explorer;

/** Linear correlations of features within each class. */
final class CorrelationMaps {
  /** Events of a class that are used; the error of a correlation is then below 0.003. */
  private static final int MOST_EVENTS = 100_000;

  private CorrelationMaps() {}

  static List<Correlations> of(Explorer.Data data) {
    List<Correlations> maps = new ArrayList<>();
    for (int c = 0; c < data.classes().size(); c++) {
      int[] rows = rows(data.labels(), c);
      maps.add(
          new Correlations(
              data.classes().get(c), matrix(data.features().select(rows), data), rows.length));
    }
    return maps;
  }

  /** Evenly spread events of a class. */
  private static int[] rows(int[] labels, int wanted) {
    int n = 0;
    for (int label : labels) {
      n += label == wanted ? 1 : 0;
    }
    int[] rows = new int[Math.min(n, MOST_EVENTS)];
    long seen = 0;
    int at = 0;
    for (int i = 0; i < labels.length && at < rows.length; i++) {
      if (labels[i] == wanted) {
        if (seen * rows.length / n >= at) {
          rows[at++] = i;
        }
        seen++;
      }
    }
    return rows;
  }

  private static double[][] matrix(Columns columns, Explorer.Data data) {
    int width = columns.names().size();
    float[][] values = new float[width][columns.rows()];
    Parallel.run(data.threads(), width, f -> columns.read(f, 0, columns.rows(), values[f], 0));
    double[][] matrix = new double[width][width];
    Parallel.run(
        data.threads(),
        width,
        f -> {
          for (int g = f; g < width; g++) {
            matrix[f][g] = correlation(values[f], values[g]);
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
  static double correlation(float[] x, float[] y) {
    long n = 0;
    double x0 = 0;
    double y0 = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    for (int i = 0; i < x.length; i++) {
      if (Float.isNaN(x[i]) || Float.isNaN(y[i])) {
        continue;
      }
      if (n == 0) {
        x0 = x[i];
        y0 = y[i];
      }
      double a = x[i] - x0;
      double b = y[i] - y0;
      n++;
      sx += a;
      sy += b;
      sxx += a * a;
      syy += b * b;
      sxy += a * b;
    }
    double vx = sxx - sx * sx / n;
    double vy = syy - sy * sy / n;
    return vx > 0 && vy > 0
        ? Math.max(-1, Math.min(1, (sxy - sx * sy / n) / Math.sqrt(vx * vy)))
        : Double.NaN;
  }
}
