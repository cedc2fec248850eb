package org.fivesigma.data.explore;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The values of a column in ascending order, each with one bit that says on which side its event
 * is. Missing values are left out. One sort gives quantiles, distances and the area under the ROC
 * curve.
 */
final class SortedValues {
  private final long[] keys;
  private final long sided;

  private SortedValues(long[] keys, long sided) {
    this.keys = keys;
    this.sided = sided;
  }

  /**
   * Sorts values.
   *
   * @param side whether an event is on the side of the bit
   * @param used which events count
   */
  static SortedValues of(float[] values, IntPredicate side, IntPredicate used) {
    long[] keys = new long[values.length];
    int n = 0;
    long sided = 0;
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i]) || !used.test(i)) {
        continue;
      }
      int bits = Float.floatToIntBits(values[i] + 0.0f);
      long ordered = bits ^ ((bits >> 31) & 0x7fffffff);
      boolean on = side.test(i);
      sided += on ? 1 : 0;
      keys[n++] = ordered << 1 | (on ? 1 : 0);
    }
    keys = n == keys.length ? keys : Arrays.copyOf(keys, n);
    Arrays.sort(keys);
    return new SortedValues(keys, sided);
  }

  int size() {
    return keys.length;
  }

  float value(int i) {
    int ordered = (int) (keys[i] >> 1);
    return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & 0x7fffffff));
  }

  /** The quantile by linear interpolation. */
  double quantile(double p) {
    double at = p * (keys.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(keys.length - 1, below + 1);
    double low = value(below);
    return low + (at - below) * (value(above) - low);
  }

  /**
   * Runs of one value.
   *
   * @param distinct how many different values there are
   * @param mode the most frequent value
   * @param modeCount how often it occurs
   */
  record Runs(long distinct, float mode, long modeCount) {}

  Runs runs() {
    long distinct = 0;
    float mode = Float.NaN;
    long modeCount = 0;
    for (int i = 0; i < keys.length; ) {
      int end = endOfRun(i);
      distinct++;
      long count = (long) end - i;
      if (count > modeCount) {
        modeCount = count;
        mode = value(i);
      }
      i = end;
    }
    return new Runs(distinct, mode, modeCount);
  }

  private int endOfRun(int from) {
    long value = keys[from] >> 1;
    int end = from + 1;
    while (end < keys.length && keys[end] >> 1 == value) {
      end++;
    }
    return end;
  }

  /** Whether both sides have values. */
  boolean twoSided() {
    return sided > 0 && sided < keys.length;
  }

  /**
   * How the sides differ.
   *
   * @param auc chance that a value of the side is above one of the rest, ties counting half
   * @param ks largest distance of the distribution functions, after whole groups of ties
   */
  record Separation(double auc, double ks) {}

  Separation separation() {
    double rest = keys.length - sided;
    double area = 0;
    double onBelow = 0;
    double offBelow = 0;
    double ks = 0;
    for (int i = 0; i < keys.length; ) {
      int end = endOfRun(i);
      long on = 0;
      for (int j = i; j < end; j++) {
        on += keys[j] & 1;
      }
      long off = end - i - on;
      area += on * (offBelow + off / 2.0);
      onBelow += on;
      offBelow += off;
      ks = Math.max(ks, Math.abs(onBelow / sided - offBelow / rest));
      i = end;
    }
    return new Separation(area / (sided * rest), ks);
  }

  /**
   * Chance of a distance at least this large between two samples of one distribution (Kolmogorov's
   * series with the correction of Stephens for finite samples).
   */
  double probability(double ks) {
    double n = (double) sided * (keys.length - sided) / keys.length;
    double lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * ks;
    if (lambda < 0.2) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      double term = 2 * Math.exp(-2.0 * k * k * lambda * lambda);
      sum += k % 2 == 1 ? term : -term;
      if (term < 1e-12) {
        break;
      }
    }
    return Math.min(1, Math.max(0, sum));
  }
}
