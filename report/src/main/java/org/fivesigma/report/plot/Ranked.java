package org.fivesigma.report.plot;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Weighted sums of two kinds of events above every distinct value, from the highest on. Events of
 * equal value move together. Index 0 stands above all values: nothing is accepted there.
 *
 * @param values distinct values, falling; one fewer than sums
 * @param own sums of the first kind
 * @param rest sums of the others
 */
record Ranked(double[] values, double[] own, double[] rest) {
  private static final int MOST_POINTS = 1200;

  /** Sums over events 0 … n − 1. */
  static Ranked of(int n, IntToDoubleFunction value, IntToDoubleFunction weight, IntPredicate own) {
    double[] sorted = new double[n];
    for (int i = 0; i < n; i++) {
      sorted[i] = value.applyAsDouble(i) + 0.0;
    }
    double[] all = sorted.clone();
    Arrays.sort(sorted);
    int groups = 0;
    for (int i = 0; i < n; i++) {
      if (i == 0 || sorted[i] != sorted[groups - 1]) {
        sorted[groups++] = sorted[i];
      }
    }
    double[] distinct = Arrays.copyOf(sorted, groups);
    double[] a = new double[groups + 1];
    double[] b = new double[groups + 1];
    for (int i = 0; i < n; i++) {
      int place = groups - Arrays.binarySearch(distinct, all[i]);
      (own.test(i) ? a : b)[place] += weight.applyAsDouble(i);
    }
    double[] falling = new double[groups];
    for (int g = 0; g < groups; g++) {
      falling[g] = distinct[groups - 1 - g];
      a[g + 1] += a[g];
      b[g + 1] += b[g];
    }
    return new Ranked(falling, a, b);
  }

  /** Share of the first kind accepted, at the points of a curve. */
  double[] ownShare() {
    return thinned(own, own[own.length - 1]);
  }

  /** Share of the others accepted, at the points of a curve. */
  double[] restShare() {
    return thinned(rest, rest[rest.length - 1]);
  }

  /** Share of the first kind among what is accepted; at the points of a curve. */
  double[] purity() {
    int[] kept = kept();
    double[] purity = new double[kept.length];
    for (int i = 0; i < purity.length; i++) {
      double total = own[kept[i]] + rest[kept[i]];
      purity[i] = total > 0 ? own[kept[i]] / total : Double.NaN;
    }
    return purity;
  }

  /**
   * Largest distance of the two shares: the Kolmogorov-Smirnov distance, after whole tie groups.
   */
  double distance() {
    double a = own[own.length - 1];
    double b = rest[rest.length - 1];
    double largest = 0;
    for (int i = 0; i < own.length; i++) {
      largest = Math.max(largest, Math.abs(own[i] / a - rest[i] / b));
    }
    return a == 0 || b == 0 ? Double.NaN : largest;
  }

  private double[] thinned(double[] sums, double total) {
    int[] kept = kept();
    double[] shares = new double[kept.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = sums[kept[i]] / total;
    }
    return shares;
  }

  /**
   * Points at equal steps of own and rest together, so that both ends of a curve are drawn well.
   */
  private int[] kept() {
    int n = own.length;
    int[] kept = new int[n];
    double step = 2.0 / MOST_POINTS;
    double last = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (int i = 0; i < n; i++) {
      double way =
          Math.abs(own[i] / own[n - 1])
              + Math.abs(rest[i] / rest[n - 1])
              + Math.log10(1 + 1e4 * Math.abs(rest[i] / rest[n - 1])) / 4;
      if (i == 0 || i == n - 1 || !(Math.abs(way - last) < step)) {
        kept[count++] = i;
        last = way;
      }
    }
    return Arrays.copyOf(kept, count);
  }
}
