package org.fivesigma.core.events;

import org.fivesigma.spi.metric.Sum;

/** Sums of weights by group: many small weights beside few large ones lose nothing. */
final class Sums {
  private Sums() {}

  /**
   * Σ weight by group.
   *
   * @param rows the events that count; null: all
   */
  static double[] by(int[] group, int groups, double[] weights, int[] rows) {
    Sum[] sums = new Sum[groups];
    for (int g = 0; g < groups; g++) {
      sums[g] = new Sum();
    }
    if (rows == null) {
      for (int i = 0; i < group.length; i++) {
        sums[group[i]].add(weights[i]);
      }
    } else {
      for (int row : rows) {
        sums[group[row]].add(weights[row]);
      }
    }
    double[] values = new double[groups];
    for (int g = 0; g < groups; g++) {
      values[g] = sums[g].value();
    }
    return values;
  }
}
