package org.fivesigma.models.ensemble;

import java.util.Arrays;

/** Averages of scores, one array per item, row-major. Several outputs of an event sum to 1. */
public final class Combining {
  private Combining() {}

  /** Arithmetic mean. */
  public static double[] mean(double[][] scores) {
    double[] weights = new double[scores.length];
    Arrays.fill(weights, 1);
    return weightedMean(scores, weights);
  }

  /** Σ wₘ·sₘ / Σ wₘ. */
  public static double[] weightedMean(double[][] scores, double[] weights) {
    double[] result = new double[scores[0].length];
    double sum = 0;
    for (int m = 0; m < scores.length; m++) {
      sum += weights[m];
      for (int i = 0; i < result.length; i++) {
        result[i] += weights[m] * scores[m][i];
      }
    }
    for (int i = 0; i < result.length; i++) {
      result[i] /= sum;
    }
    return result;
  }

  /** (Π sₘ)^(1/m); several outputs are scaled to sum to 1. */
  public static double[] geometricMean(double[][] scores, int outputs) {
    double[] result = new double[scores[0].length];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (double[] item : scores) {
        sum += StrictMath.log(item[i]);
      }
      result[i] = StrictMath.exp(sum / scores.length);
    }
    normalise(result, outputs);
    return result;
  }

  /** Scales several outputs of each event to sum to 1; where all are 0 they become equal. */
  static void normalise(double[] scores, int outputs) {
    if (outputs == 1) {
      return;
    }
    for (int at = 0; at < scores.length; at += outputs) {
      double sum = 0;
      for (int c = 0; c < outputs; c++) {
        sum += scores[at + c];
      }
      for (int c = 0; c < outputs; c++) {
        scores[at + c] = sum > 0 ? scores[at + c] / sum : 1.0 / outputs;
      }
    }
  }
}
