package org.fivesigma.models.network.loss;

import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.option.Option;

/**
 * Focal loss (Lin et al. 2017): (1 − p)^γ·(−ln p), where p is the probability given to the event's
 * own class; events that are right already count little. γ = 0 is cross entropy.
 */
public final class Focal implements Loss {
  private final double gamma;

  /** From its options. */
  public Focal(FocalOptions options) {
    this.gamma = options.gamma();
  }

  /** Options of {@code focal}. */
  public record FocalOptions(
      @Option(
              description = "How little events count that are right already; 0: cross entropy.",
              value = "2.0",
              min = 0)
          double gamma) {}

  @Override
  public double batch(
      float[] logits, int outputs, int[] labels, float[] weights, int rows, float[] gradient) {
    double sum = 0;
    double[] p = new double[Math.max(2, outputs)];
    for (int i = 0; i < rows; i++) {
      double w = (double) weights[i] / rows;
      int at = i * outputs;
      double lnOwn = probabilities(logits, at, outputs, labels[i], p);
      double own = p[labels[i]];
      double miss = 1 - own;
      sum += w * Math.pow(miss, gamma) * -lnOwn;
      // d loss / d z_k = f·(p_k − 1[k = label]) with f = miss^γ − γ·p·miss^(γ−1)·ln p
      double f =
          Math.pow(miss, gamma)
              - (gamma == 0 || miss == 0 ? 0 : gamma * own * Math.pow(miss, gamma - 1) * lnOwn);
      if (outputs == 1) {
        gradient[i] = (float) (w * f * (p[1] - labels[i]));
      } else {
        for (int k = 0; k < outputs; k++) {
          gradient[at + k] = (float) (w * f * (p[k] - (k == labels[i] ? 1 : 0)));
        }
      }
    }
    return sum;
  }

  /** Fills the probabilities of all classes; gives the logarithm of the label's. */
  private static double probabilities(float[] logits, int at, int outputs, int label, double[] p) {
    if (outputs == 1) {
      double z = logits[at];
      double e = Math.exp(-Math.abs(z));
      p[1] = z >= 0 ? 1 / (1 + e) : e / (1 + e);
      p[0] = z >= 0 ? e / (1 + e) : 1 / (1 + e);
      double signed = label == 1 ? z : -z;
      return Math.min(signed, 0) - Math.log1p(e);
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < outputs; k++) {
      largest = logits[at + k] > largest ? logits[at + k] : largest;
    }
    double total = 0;
    for (int k = 0; k < outputs; k++) {
      p[k] = Math.exp(logits[at + k] - largest);
      total += p[k];
    }
    for (int k = 0; k < outputs; k++) {
      p[k] /= total;
    }
    return logits[at + label] - largest - Math.log(total);
  }
}
