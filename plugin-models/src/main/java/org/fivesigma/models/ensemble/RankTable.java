package org.fivesigma.models.ensemble;

import java.util.Arrays;

/**
 * Mid-ranks of scores among those of reference events, divided by their number: equal scores share
 * the mean of their ranks. A score between two reference scores lies on the line between their
 * ranks.
 *
 * @param values distinct reference scores, ascending
 * @param ranks mid-rank / N of each
 */
public record RankTable(double[] values, double[] ranks) {
  /** The table of these reference scores. */
  public static RankTable of(double[] reference) {
    double[] sorted = reference.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double[] values = new double[n];
    double[] ranks = new double[n];
    int distinct = 0;
    for (int from = 0; from < n; ) {
      int to = from;
      while (to < n && sorted[to] == sorted[from]) {
        to++;
      }
      values[distinct] = sorted[from];
      ranks[distinct++] = (from + 1 + to) / 2.0 / n;
      from = to;
    }
    return new RankTable(Arrays.copyOf(values, distinct), Arrays.copyOf(ranks, distinct));
  }

  /** The rank of a score, between that of the lowest and of the highest reference score. */
  public double rank(double score) {
    int at = Arrays.binarySearch(values, score);
    if (at >= 0) {
      return ranks[at];
    }
    int above = -at - 1;
    if (above == 0) {
      return ranks[0];
    }
    if (above == values.length) {
      return ranks[values.length - 1];
    }
    double share = (score - values[above - 1]) / (values[above] - values[above - 1]);
    return ranks[above - 1] + share * (ranks[above] - ranks[above - 1]);
  }
}
