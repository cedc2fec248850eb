package org.fivesigma.models.xgboost;

/**
 * Margins of the library to scores, in double: the probability of signal 1/(1+e^−m), or the softmax
 * over classes. Finer than the library's own single precision, so that high scores do not tie.
 */
final class Margins {
  private Margins() {}

  /** Fills {@code into} from event {@code first}, one value per event when binary. */
  static void scores(float[][] margins, int outputs, double[] into, int first) {
    for (int i = 0; i < margins.length; i++) {
      float[] m = margins[i];
      int at = (first + i) * outputs;
      if (outputs == 1) {
        into[at] = 1 / (1 + StrictMath.exp(-(double) m[0]));
        continue;
      }
      double max = Double.NEGATIVE_INFINITY;
      for (float v : m) {
        max = Math.max(max, v);
      }
      double sum = 0;
      for (int c = 0; c < outputs; c++) {
        into[at + c] = StrictMath.exp(m[c] - max);
        sum += into[at + c];
      }
      for (int c = 0; c < outputs; c++) {
        into[at + c] /= sum;
      }
    }
  }
}
