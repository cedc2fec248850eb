package org.fivesigma.core.events;

/** Compensated sums (Neumaier): many small weights beside few large ones lose nothing. */
final class Sums {
  private double sum;
  private double lost;

  void add(double value) {
    double next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  double value() {
    return sum + lost;
  }

  /** Σ weight by group. */
  static double[] by(int[] group, int groups, double[] weights, int[] rows) {
    Sums[] sums = new Sums[groups];
    for (int g = 0; g < groups; g++) {
      sums[g] = new Sums();
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
