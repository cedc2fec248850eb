package org.fivesigma.preprocessing.maths;

import java.util.Arrays;

/**
 * Sorts numbers that came from single precision — as all columns do — by their digits, in time that
 * grows with their count alone; other numbers by comparison. Missing values come last.
 */
final class Sorting {
  /** Bits of a double that are zero where it holds a float. */
  private static final int SPARE = 29;

  private static final int DIGIT = 12;
  private static final int FEW = 4096;
  private static final long OFFSET = 1L << (63 - SPARE);

  private Sorting() {}

  /** Sorts the first {@code n} values in place. */
  static void sort(double[] values, int n) {
    if (n < FEW || !fromFloats(values, n)) {
      Arrays.sort(values, 0, n);
      return;
    }
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      keys[i] = key(values[i]) << SPARE;
    }
    keys = byDigits(keys);
    for (int i = 0; i < n; i++) {
      values[i] = value(keys[i] >>> SPARE);
    }
  }

  /** Places of the first {@code n} values in rising order; of equals the earlier comes first. */
  static int[] order(double[] values, int n) {
    int[] order = new int[n];
    if (n >= FEW && n < 1 << SPARE && fromFloats(values, n)) {
      long[] keys = new long[n];
      for (int i = 0; i < n; i++) {
        keys[i] = key(values[i]) << SPARE | i;
      }
      keys = byDigits(keys);
      for (int i = 0; i < n; i++) {
        order[i] = (int) (keys[i] & (1 << SPARE) - 1);
      }
      return order;
    }
    Integer[] index = new Integer[n];
    Arrays.setAll(index, i -> i);
    Arrays.sort(index, (a, b) -> Double.compare(values[a], values[b]));
    Arrays.setAll(order, i -> index[i]);
    return order;
  }

  private static boolean fromFloats(double[] values, int n) {
    long low = 0;
    for (int i = 0; i < n; i++) {
      low |= Double.doubleToLongBits(values[i]);
    }
    return (low & (1L << SPARE) - 1) == 0;
  }

  /** A whole number of 35 bits that rises with the value. */
  private static long key(double value) {
    long bits = Double.doubleToLongBits(value) >> SPARE;
    return (bits ^ ((bits >> 63) & (OFFSET - 1))) + OFFSET;
  }

  private static double value(long key) {
    long bits = key - OFFSET;
    return Double.longBitsToDouble((bits ^ ((bits >> 63) & (OFFSET - 1))) << SPARE);
  }

  /** Stable, by the bits above the spare ones; returns the array that holds the result. */
  private static long[] byDigits(long[] keys) {
    int n = keys.length;
    long[] from = keys;
    long[] to = new long[n];
    int[] start = new int[1 << DIGIT];
    for (int shift = SPARE; shift < 64; shift += DIGIT) {
      Arrays.fill(start, 0);
      for (long key : from) {
        start[(int) (key >>> shift) & (1 << DIGIT) - 1]++;
      }
      int sum = 0;
      for (int d = 0; d < start.length; d++) {
        int count = start[d];
        start[d] = sum;
        sum += count;
      }
      for (long key : from) {
        to[start[(int) (key >>> shift) & (1 << DIGIT) - 1]++] = key;
      }
      long[] other = from;
      from = to;
      to = other;
    }
    return from;
  }
}
