package org.fivesigma.models.network.loss;

import org.fivesigma.spi.model.Loss;

/**
 * Weighted cross entropy: binary of one logit, ln(1 + eᶻ) − y·z, categorical of one logit per
 * class, ln Σ eᶻ − z_label. Stable for any logit.
 */
public final class CrossEntropy implements Loss {

  @Override
  public double batch(
      float[] logits, int outputs, int[] labels, float[] weights, int rows, float[] gradient) {
    return outputs == 1
        ? binary(logits, labels, weights, rows, gradient)
        : categorical(logits, outputs, labels, weights, rows, gradient);
  }

  private static double binary(
      float[] logits, int[] labels, float[] weights, int rows, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      double z = logits[i];
      double y = labels[i];
      double e = Math.exp(-Math.abs(z));
      double w = (double) weights[i] / rows;
      sum += w * (Math.max(z, 0) + Math.log1p(e) - y * z);
      double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
      gradient[i] = (float) (w * (p - y));
    }
    return sum;
  }

  private static double categorical(
      float[] logits, int outputs, int[] labels, float[] weights, int rows, float[] gradient) {
    double sum = 0;
    double[] e = new double[outputs];
    for (int i = 0; i < rows; i++) {
      int at = i * outputs;
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < outputs; k++) {
        // not Math.max alone: a NaN must come through
        largest = logits[at + k] > largest ? logits[at + k] : largest;
      }
      double total = 0;
      for (int k = 0; k < outputs; k++) {
        e[k] = Math.exp(logits[at + k] - largest);
        total += e[k];
      }
      double w = (double) weights[i] / rows;
      int label = labels[i];
      sum += w * (Math.log(total) + largest - logits[at + label]);
      for (int k = 0; k < outputs; k++) {
        gradient[at + k] = (float) (w * (e[k] / total - (k == label ? 1 : 0)));
      }
    }
    return sum;
  }
}
