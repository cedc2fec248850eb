package org.fivesigma.metrics;

import java.util.Arrays;

/**
 * Events by falling score, with events of equal score in one group. Sorting is stable: equal scores
 * stay in the order of the part. The upper half of a score's bits is sorted digit by digit in
 * linear time; where it is the same, the lower half decides.
 */
public final class ScoreOrder {
  private static final int DIGIT = 11;
  private static final int BUCKETS = 1 << DIGIT;
  private static final int DIGITS = 3;

  /** Runs up to this length are sorted by insertion. */
  private static final int SHORT_RUN = 16;

  private static final long LOWER_HALF = 0xffffffffL;

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
    for (int i = 0; i < n; i++) {
      long bits = Double.doubleToLongBits(scores[i] + 0.0);
      keys[i] = bits < 0 ? bits : bits ^ Long.MAX_VALUE; // falls as the score rises, unsigned
    }
    int[] order = order(keys);
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

  private static int[] order(long[] keys) {
    int n = keys.length;
    long[] from = new long[n]; // upper half of the key, then the event
    int[][] counts = new int[DIGITS][BUCKETS];
    for (int i = 0; i < n; i++) {
      from[i] = (keys[i] & ~LOWER_HALF) | i;
      for (int d = 0; d < DIGITS; d++) {
        counts[d][digit(from[i], d)]++;
      }
    }
    long[] to = new long[n];
    for (int d = 0; d < DIGITS; d++) {
      int[] next = counts[d];
      if (n > 0 && next[digit(from[0], d)] == n) {
        continue; // all in one bucket: nothing moves
      }
      int before = 0;
      for (int b = 0; b < BUCKETS; b++) {
        int here = next[b];
        next[b] = before;
        before += here;
      }
      for (long each : from) {
        to[next[digit(each, d)]++] = each;
      }
      long[] swapped = from;
      from = to;
      to = swapped;
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = (int) from[i];
    }
    int start = 0;
    for (int i = 1; i <= n; i++) {
      if (i == n || (from[i] ^ from[i - 1]) >>> Integer.SIZE != 0) {
        settle(keys, order, start, i);
        start = i;
      }
    }
    return order;
  }

  private static int digit(long key, int digit) {
    return (int) (key >>> (Integer.SIZE + digit * DIGIT)) & (BUCKETS - 1);
  }

  /** Sorts a run of events whose keys have the same upper half. */
  private static void settle(long[] keys, int[] order, int start, int end) {
    if (sorted(keys, order, start, end)) {
      return;
    }
    int length = end - start;
    if (length > SHORT_RUN) {
      int[] run = Arrays.copyOfRange(order, start, end);
      long[] lower = new long[length]; // lower half of the key, then the place in the run
      Arrays.setAll(lower, p -> (keys[run[p]] & LOWER_HALF) << (Integer.SIZE - 1) | p);
      Arrays.sort(lower);
      for (int p = 0; p < length; p++) {
        order[start + p] = run[(int) lower[p] & Integer.MAX_VALUE];
      }
      return;
    }
    for (int i = start + 1; i < end; i++) {
      int event = order[i];
      int at = i;
      while (at > start && keys[order[at - 1]] > keys[event]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = event;
    }
  }

  private static boolean sorted(long[] keys, int[] order, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (keys[order[i - 1]] > keys[order[i]]) {
        return false;
      }
    }
    return true;
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
