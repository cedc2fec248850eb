package org.fivesigma.core.events;

import java.util.Arrays;
import java.util.Locale;

/** The weights of the training loss, from the fit-policy weights rescaled to the yields. */
enum TrainingWeightRule {
  /** Both classes have the same sum, the number of background events; several classes: N/K each. */
  BALANCED,
  /** As expected in data, with mean 1. */
  PHYSICS,
  /** Between: w · (N_signal/ΣW_c) · √(ΣW_c/ΣW_signal). */
  SQRT,
  /** Every event counts 1. */
  NONE;

  static TrainingWeightRule of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * The weights of one part by the part's own N and Σ.
   *
   * @param weights fit-policy weights, rescaled to the yields
   * @param labels class of each event
   */
  double[] apply(double[] weights, int[] labels, int classes, int signal) {
    double[] result = new double[weights.length];
    if (this == NONE) {
      Arrays.fill(result, 1);
      return result;
    }
    double[] sums = Sums.by(labels, classes, weights, null);
    long[] counts = new long[classes];
    for (int label : labels) {
      counts[label]++;
    }
    double total = Arrays.stream(sums).sum();
    double[] factor = new double[classes];
    for (int c = 0; c < classes; c++) {
      factor[c] =
          switch (this) {
            case BALANCED ->
                (classes == 2 ? counts[1 - signal] : (double) weights.length / classes) / sums[c];
            case PHYSICS -> weights.length / total;
            case SQRT -> counts[signal] / sums[c] * Math.sqrt(sums[c] / sums[signal]);
            case NONE -> 1;
          };
      if (Double.isNaN(factor[c]) || Double.isInfinite(factor[c])) {
        factor[c] = 0;
      }
    }
    for (int i = 0; i < result.length; i++) {
      result[i] = weights[i] * factor[labels[i]];
    }
    return result;
  }
}
