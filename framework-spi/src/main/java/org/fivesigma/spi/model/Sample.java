package org.fivesigma.spi.model;

import org.fivesigma.spi.data.Columns;

/**
 * Events with what training needs of them.
 *
 * @param features raw feature columns, before preprocessing
 * @param labels class index of each event
 * @param trainingWeights weights of the loss, by the rule of {@code training_weights}; mean about
 *     1; may be negative
 * @param weights physics weights, rescaled to the yields
 * @param ids a stable 64-bit number of each event (its raw row), for hashing and matching
 */
public record Sample(
    Columns features, int[] labels, double[] trainingWeights, double[] weights, long[] ids) {
  /** Number of events. */
  public int rows() {
    return labels.length;
  }

  /** Some of the events, in the order given; an index may repeat. Weights are taken as they are. */
  public Sample select(int[] rows) {
    int n = rows.length;
    int[] l = new int[n];
    double[] t = new double[n];
    double[] w = new double[n];
    long[] d = new long[n];
    for (int i = 0; i < n; i++) {
      l[i] = labels[rows[i]];
      t[i] = trainingWeights[rows[i]];
      w[i] = weights[rows[i]];
      d[i] = ids[rows[i]];
    }
    return new Sample(features.select(rows), l, t, w, d);
  }

  /** The same events with other training weights. */
  public Sample withTrainingWeights(double[] other) {
    return new Sample(features, labels, other, weights, ids);
  }
}
