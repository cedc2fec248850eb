package org.fivesigma.metrics;

import java.util.Arrays;

/**
 * Events by falling score, with events of equal score in one group. Sorting is stable (equal scores
 * stay in the order of the part) and takes linear time.
 */
public final class ScoreOrder {
  private static final int DIGIT = 11;
  private static final int BUCKETS = 1 << DIGIT;

  private final int[] order;
  private final int[] ends;
  private final double[] scores;

  private ScoreOrder(int[] order, int[] ends, double[] scores) {
    this.order = order;
    this.ends = ends;
    this.scores = scores;
  }

  /** Sorts; scores are numbers (no NaN). */
  public static ScoreOrder of(double[] scores) {
    int n = scores.length;
    long[] keys = new long[n];
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      long bits = Double.doubleToLongBits(scores[i] + 0.0);
      keys[i] = bits < 0 ? bits : bits ^ Long.MAX_VALUE; // falls as the score rises, unsigned
      order[i] = i;
    }
    sort(keys, order);
    int[] ends = new int[n];
    double[] distinct = new double[n];
    int groups = 0;
    for (int i = 0; i < n; i++) {
      if (i + 1 == n || scores[order[i + 1]] != scores[order[i]]) {
        distinct[groups] = scores[order[i]];
        ends[groups++] = i + 1;
      }
    }
    return new ScoreOrder(order, Arrays.copyOf(ends, groups), Arrays.copyOf(distinct, groups));
  }

  private static void sort(long[] keys, int[] order) {
    int n = keys.length;
    long[] otherKeys = new long[n];
    int[] otherOrder = new int[n];
    long[] fromKeys = keys;
    int[] fromOrder = order;
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT) {
      int[] start = new int[BUCKETS + 1];
      for (long key : fromKeys) {
        start[digit(key, shift) + 1]++;
      }
      if (n > 0 && start[digit(fromKeys[0], shift) + 1] == n) {
        continue; // all in one bucket: nothing moves
      }
      for (int b = 0; b < BUCKETS; b++) {
        start[b + 1] += start[b];
      }
      for (int i = 0; i < n; i++) {
        int to = start[digit(fromKeys[i], shift)]++;
        otherKeys[to] = fromKeys[i];
        otherOrder[to] = fromOrder[i];
      }
      long[] k = fromKeys;
      fromKeys = otherKeys;
      otherKeys = k;
      int[] o = fromOrder;
      fromOrder = otherOrder;
      otherOrder = o;
    }
    if (fromOrder != order) {
      System.arraycopy(fromOrder, 0, order, 0, n);
    }
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (BUCKETS - 1);
  }

  /** Number of events. */
  public int size() {
    return order.length;
  }

  /** Number of distinct scores. */
  public int groups() {
    return ends.length;
  }

  /** The event at a place, counted from the highest score. */
  public int event(int place) {
    return order[place];
  }

  /** The place behind the last event of a group; groups are counted from the highest score. */
  public int end(int group) {
    return ends[group];
  }

  /** The score of a group. */
  public double score(int group) {
    return scores[group];
  }

  /** Number of groups with score ≥ cut. */
  public int groupsAbove(double cut) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scores[middle] >= cut) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
