package org.fivesigma.models.xgboost;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;

/** How much a booster's trees use each feature of the matrix it was trained on. */
final class Importance {
  /** Most leaf visits spent on SHAP values: about a tenth of a second. */
  private static final double BUDGET = 1.5e7;

  private static final int MOST_ROWS = 1000;
  private static final int FEWEST_ROWS = 20;

  private Importance() {}

  /**
   * From the trees: {@code weight} (number of splits), {@code gain} and {@code cover} (means over
   * splits), {@code total_gain}; from a linear booster: {@code coefficient} (mean absolute value
   * over classes).
   */
  static Map<String, double[]> structure(UbjModel model, int features) throws IOException {
    Map<String, double[]> kinds = new LinkedHashMap<>();
    if (model.linear()) {
      kinds.put("coefficient", coefficients(model.linearWeights(), features));
      return kinds;
    }
    double[] weight = new double[features];
    double[] gain = new double[features];
    double[] cover = new double[features];
    boolean gains = true;
    for (UbjModel.Tree tree : model.trees()) {
      gains &= tree.gain().length > 0;
      for (int node = 0; node < tree.left().length; node++) {
        if (tree.left()[node] >= 0) {
          int feature = tree.feature()[node];
          weight[feature]++;
          gain[feature] += gains ? tree.gain()[node] : 0;
          cover[feature] += gains ? tree.cover()[node] : 0;
        }
      }
    }
    kinds.put("weight", weight);
    if (gains) {
      kinds.put("gain", divide(gain, weight));
      kinds.put("cover", divide(cover, weight));
      kinds.put("total_gain", gain);
    }
    return kinds;
  }

  private static double[] coefficients(float[] weights, int features) {
    int groups = weights.length / (features + 1);
    double[] sums = new double[features];
    for (int f = 0; f < features; f++) {
      for (int g = 0; g < groups; g++) {
        sums[f] += Math.abs(weights[f * groups + g]) / groups;
      }
    }
    return sums;
  }

  private static double[] divide(double[] sums, double[] counts) {
    double[] means = new double[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = counts[i] == 0 ? 0 : sums[i] / counts[i];
    }
    return means;
  }

  /**
   * How many rows SHAP values are computed for; their cost grows with leaves times depth squared.
   */
  static int shapRows(UbjModel model, int available) throws IOException {
    double cost = 1;
    for (UbjModel.Tree tree : model.trees()) {
      double depth = tree.depth();
      cost += tree.leaves() * Math.max(1, depth * depth);
    }
    double rows = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, BUDGET / cost));
    return (int) Math.min(available, rows);
  }

  /**
   * Mean absolute SHAP value of each feature over some rows, in units of the margin (Lundberg and
   * Lee 2017; the exact values of the library), summed over classes.
   *
   * @param values rows of features, one after another
   */
  static double[] shap(Booster booster, float[] values, int width) {
    int rows = values.length / width;
    float[][] contributions =
        Engine.call(
            () -> {
              DMatrix some = new DMatrix(values, rows, width, Float.NaN);
              try {
                return booster.predictContrib(some, 0);
              } finally {
                some.dispose();
              }
            });
    double[] sums = new double[width];
    for (float[] row : contributions) {
      for (int i = 0; i < row.length; i++) {
        int feature = i % (width + 1);
        if (feature < width) {
          sums[feature] += Math.abs((double) row[i]) / rows;
        }
      }
    }
    return sums;
  }
}
