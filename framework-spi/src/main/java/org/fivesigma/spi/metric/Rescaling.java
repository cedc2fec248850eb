package org.fivesigma.spi.metric;

import java.util.Arrays;
import java.util.Optional;

/**
 * How the weights of a part, or of a bootstrap replica of it, are brought to the expected yields:
 * each group of events (a class, or a process where the yields name processes) is multiplied by one
 * factor so that its weights sum to the group's total. Immutable.
 */
public final class Rescaling {
  private static final Rescaling NONE = new Rescaling(null, new double[0]);

  private final int[] group;
  private final double[] totals;

  private Rescaling(int[] group, double[] totals) {
    this.group = group;
    this.totals = totals;
  }

  /** Weights stay as they are ({@code yields: as_is}). */
  public static Rescaling none() {
    return NONE;
  }

  /**
   * Each group to its total.
   *
   * @param group group index of each event, in the order of the part
   * @param totals wanted sum of weights of each group; NaN leaves a group as it is
   */
  public static Rescaling to(int[] group, double[] totals) {
    return new Rescaling(group, totals.clone());
  }

  /**
   * Each group to the sum that its weights have.
   *
   * @param group group index of each event, in the order of the part
   * @param weights of the part
   */
  public static Rescaling keeping(int[] group, double[] weights) {
    int groups = 0;
    for (int g : group) {
      groups = Math.max(groups, g + 1);
    }
    Sum[] sums = new Sum[groups];
    Arrays.setAll(sums, g -> new Sum());
    for (int i = 0; i < group.length; i++) {
      sums[group[i]].add(weights[i]);
    }
    return new Rescaling(group, Arrays.stream(sums).mapToDouble(Sum::value).toArray());
  }

  /** Group index of each event (not a copy); empty when nothing is rescaled. */
  public Optional<int[]> groups() {
    return Optional.ofNullable(group);
  }

  /** Number of groups. */
  public int size() {
    return totals.length;
  }

  /**
   * The factor of each group whose weights now sum to {@code sums}; 1 where the group has no total,
   * no events, or a sum of the other sign than its total (possible with negative weights).
   */
  public double[] factors(double[] sums) {
    double[] factors = new double[totals.length];
    for (int g = 0; g < totals.length; g++) {
      double factor = totals[g] / sums[g];
      factors[g] = factor > 0 && factor < Double.POSITIVE_INFINITY ? factor : 1;
    }
    return factors;
  }

  /** Changes {@code weights}, which are the part's, in its order. */
  public void rescale(double[] weights) {
    if (group == null) {
      return;
    }
    double[] sums = new double[totals.length];
    for (int i = 0; i < weights.length; i++) {
      sums[group[i]] += weights[i];
    }
    double[] factors = factors(sums);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factors[group[i]];
    }
  }
}
