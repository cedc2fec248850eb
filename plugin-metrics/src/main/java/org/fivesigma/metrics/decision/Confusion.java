package org.fivesigma.metrics.decision;

/**
 * A confusion matrix: sums of weights by true class (row) and given class (column). Where a ratio
 * has nothing below its line, precision, recall and F1 are 0, as in scikit-learn.
 */
record Confusion(double[][] sums) {
  static Confusion of(int classes, int[] labels, byte[] given, double[] weights) {
    double[][] sums = new double[classes][classes];
    double[][] lost = new double[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      double[] row = sums[labels[i]];
      double[] rest = lost[labels[i]];
      int c = given[i];
      double next = row[c] + weights[i];
      double rounded = next - row[c];
      rest[c] += (row[c] - (next - rounded)) + (weights[i] - rounded);
      row[c] = next;
    }
    for (int t = 0; t < classes; t++) {
      for (int c = 0; c < classes; c++) {
        sums[t][c] += lost[t][c];
      }
    }
    return new Confusion(sums);
  }

  int classes() {
    return sums.length;
  }

  /** Weight of a true class. */
  double truth(int c) {
    double sum = 0;
    for (double v : sums[c]) {
      sum += v;
    }
    return sum;
  }

  /** Weight given a class. */
  double given(int c) {
    double sum = 0;
    for (double[] row : sums) {
      sum += row[c];
    }
    return sum;
  }

  double total() {
    double sum = 0;
    for (int c = 0; c < classes(); c++) {
      sum += truth(c);
    }
    return sum;
  }

  double precision(int c) {
    return ratio(sums[c][c], given(c));
  }

  double recall(int c) {
    return ratio(sums[c][c], truth(c));
  }

  double f1(int c) {
    return ratio(2 * sums[c][c], truth(c) + given(c));
  }

  /** Mean recall of the classes that occur; NaN when there is none. */
  double balancedAccuracy() {
    double sum = 0;
    int present = 0;
    for (int c = 0; c < classes(); c++) {
      if (truth(c) != 0) {
        sum += recall(c);
        present++;
      }
    }
    return present == 0 ? Double.NaN : sum / present;
  }

  /** Cohen's kappa; NaN when chance alone agrees always. */
  double kappa() {
    double total = total();
    double agreed = 0;
    double chance = 0;
    for (int c = 0; c < classes(); c++) {
      agreed += sums[c][c];
      chance += truth(c) * given(c) / total;
    }
    double room = total - chance;
    return room == 0 || total == 0 ? Double.NaN : (agreed - chance) / room;
  }

  /** Matthews' correlation coefficient (Gorodkin 2004); 0 when truth or decisions never vary. */
  double matthews() {
    double total = total();
    double agreed = 0;
    double both = 0;
    double truths = 0;
    double givens = 0;
    for (int c = 0; c < classes(); c++) {
      double t = truth(c) / total;
      double g = given(c) / total;
      agreed += sums[c][c] / total;
      both += t * g;
      truths += t * t;
      givens += g * g;
    }
    double product = (1 - truths) * (1 - givens);
    return total == 0 ? Double.NaN : product > 0 ? (agreed - both) / Math.sqrt(product) : 0;
  }

  private static double ratio(double top, double bottom) {
    return bottom == 0 ? 0 : top / bottom;
  }
}
