package org.fivesigma.models.network;

/** From logits to probabilities, in double. */
final class Scores {
  private Scores() {}

  /** Probability of signal, or of each class; {@code into} has the layout of {@code logits}. */
  static void fill(float[] logits, int from, int rows, int outputs, double[] into, int at) {
    if (outputs == 1) {
      for (int i = 0; i < rows; i++) {
        double z = logits[from + i];
        double e = Math.exp(-Math.abs(z));
        into[at + i] = z >= 0 ? 1 / (1 + e) : e / (1 + e);
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      int r = from + i * outputs;
      int w = at + i * outputs;
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < outputs; k++) {
        largest = Math.max(largest, logits[r + k]);
      }
      double sum = 0;
      for (int k = 0; k < outputs; k++) {
        into[w + k] = Math.exp(logits[r + k] - largest);
        sum += into[w + k];
      }
      for (int k = 0; k < outputs; k++) {
        into[w + k] /= sum;
      }
    }
  }

  /** Probabilities of all rows. */
  static double[] of(float[] logits, int outputs) {
    double[] scores = new double[logits.length];
    fill(logits, 0, logits.length / outputs, outputs, scores, 0);
    return scores;
  }
}
