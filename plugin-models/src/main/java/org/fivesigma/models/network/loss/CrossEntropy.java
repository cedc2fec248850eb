package org.fivesigma.models.network.loss;

import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.option.Option;

/**
 * Weighted cross entropy: binary of one logit, ln(1 + eᶻ) − y·z, categorical of one logit per
 * class, ln Σ eᶻ − z_label. Stable for any logit. Under label smoothing s the target of the label's
 * class is 1 − s + s/K, of the K − 1 others s/K (Szegedy et al. 2016); K = 2 when binary.
 */
public final class CrossEntropy implements Loss {
  private final double smoothing;

  /** Without smoothing. */
  public CrossEntropy() {
    this(new CrossEntropyOptions(0));
  }

  /** From its options. */
  public CrossEntropy(CrossEntropyOptions options) {
    this.smoothing = options.labelSmoothing();
  }

  /** Options of {@code cross_entropy}. */
  public record CrossEntropyOptions(
      @Option(
              description = "Part of an event's target that is spread evenly over all classes.",
              value = "0.0",
              min = 0,
              max = 1,
              maxExclusive = true)
          double labelSmoothing) {}

  @Override
  public double batch(
      float[] logits, int outputs, int[] labels, float[] weights, int rows, float[] gradient) {
    return outputs == 1
        ? binary(logits, labels, weights, rows, gradient)
        : categorical(logits, outputs, labels, weights, rows, gradient);
  }

  private double binary(float[] logits, int[] labels, float[] weights, int rows, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      double z = logits[i];
      double y = labels[i] * (1 - smoothing) + smoothing / 2;
      double e = Math.exp(-Math.abs(z));
      double w = (double) weights[i] / rows;
      sum += w * (Math.max(z, 0) + Math.log1p(e) - y * z);
      double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
      gradient[i] = (float) (w * (p - y));
    }
    return sum;
  }

  private double categorical(
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
      double l = Math.log(total) + largest - (1 - smoothing) * logits[at + label];
      for (int k = 0; k < outputs; k++) {
        l -= smoothing > 0 ? smoothing / outputs * logits[at + k] : 0;
        double target = smoothing / outputs + (k == label ? 1 - smoothing : 0);
        gradient[at + k] = (float) (w * (e[k] / total - target));
      }
      sum += w * l;
    }
    return sum;
  }
}
