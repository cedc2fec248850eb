package org.fivesigma.preprocessing.maths;

import java.util.Arrays;

/**
 * Exact quantiles by partial sorting (Floyd and Rivest, CACM 18 (1975) 165). A quantile between two
 * values is interpolated linearly: the p-quantile of n sorted values stands at place p(n−1).
 */
public final class Quantiles {
  private Quantiles() {}

  /** The median; NaN without values. The array is reordered. */
  public static double median(double[] values, int n) {
    return of(values, n, 0.5)[0];
  }

  /**
   * Quantiles of the first {@code n} values, none of them NaN. The array is reordered.
   *
   * @param p each in [0, 1]
   * @return one value for each of {@code p}; NaN where {@code n} is 0
   */
  public static double[] of(double[] values, int n, double... p) {
    double[] result = new double[p.length];
    if (n == 0) {
      Arrays.fill(result, Double.NaN);
      return result;
    }
    double[] ordered = p.clone();
    Arrays.sort(ordered);
    double[] found = new double[p.length];
    int sortedUpTo = 0;
    for (int i = 0; i < ordered.length; i++) {
      double place = ordered[i] * (n - 1);
      int low = (int) place;
      int high = Math.min(low + 1, n - 1);
      if (low >= sortedUpTo) {
        select(values, sortedUpTo, n - 1, low);
        sortedUpTo = low;
      }
      if (high > low) {
        select(values, low + 1, n - 1, high);
      }
      found[i] = between(values[low], values[high], place - low);
    }
    for (int i = 0; i < p.length; i++) {
      result[i] = found[Arrays.binarySearch(ordered, p[i])];
    }
    return result;
  }

  /** Quantiles of values that are sorted already. */
  public static double ofSorted(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int low = (int) place;
    int high = Math.min(low + 1, sorted.length - 1);
    return between(sorted[low], sorted[high], place - low);
  }

  /** From {@code a} to {@code b}, exact at both ends and the same seen from either. */
  private static double between(double a, double b, double part) {
    double width = b - a;
    return part >= 0.5 ? b - width * (1 - part) : a + width * part;
  }

  /**
   * The smallest value at which the sum of the weights of all values up to it reaches {@code p} of
   * the total, halfway to the next value where it is reached exactly (so that equal weights give
   * the usual median).
   *
   * @param n how many values, none of them NaN
   * @param p rising, each in [0, 1]
   * @return one value for each of {@code p}; NaN where {@code n} is 0
   */
  public static double[] weighted(double[] values, double[] weights, int n, double... p) {
    double[] result = new double[p.length];
    Arrays.fill(result, Double.NaN);
    int[] order = Sorting.order(values, n);
    double total = 0;
    for (int i = 0; i < n; i++) {
      total += weights[i];
    }
    double rounding = 1e-14 * Math.abs(total);
    double sum = 0;
    int found = 0;
    for (int i = 0; i < n; i++) {
      sum += weights[order[i]];
      boolean last = i + 1 == n;
      while (found < p.length && (last || sum >= p[found] * total - rounding)) {
        double value = values[order[i]];
        boolean exact = !last && sum <= p[found] * total + rounding;
        result[found++] = exact ? 0.5 * (value + values[order[i + 1]]) : value;
      }
    }
    return result;
  }

  /**
   * The value with the largest sum of weights, the smallest of equals.
   *
   * @param n how many values, none of them NaN
   * @return NaN where {@code n} is 0
   */
  public static double mode(double[] values, double[] weights, int n) {
    int[] order = Sorting.order(values, n);
    double best = Double.NaN;
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double value = values[order[i]];
      sum += weights[order[i]];
      if (i + 1 == n || values[order[i + 1]] != value) {
        if (sum > most) {
          most = sum;
          best = value;
        }
        sum = 0;
      }
    }
    return best;
  }

  /** Puts the value of rank {@code k} in its place, smaller ones before and larger ones behind. */
  private static void select(double[] a, int from, int to, int k) {
    int left = from;
    int right = to;
    while (right > left) {
      if (right - left > 600) {
        double n = right - left + 1.0;
        double i = k - left + 1.0;
        double z = Math.log(n);
        double s = 0.5 * Math.exp(2 * z / 3);
        double sd = 0.5 * Math.sqrt(z * s * (n - s) / n) * Math.signum(i - n / 2);
        select(
            a,
            Math.max(left, (int) (k - i * s / n + sd)),
            Math.min(right, (int) (k + (n - i) * s / n + sd)),
            k);
      }
      double pivot = a[k];
      int i = left;
      int j = right;
      swap(a, left, k);
      if (a[right] > pivot) {
        swap(a, right, left);
      }
      while (i < j) {
        swap(a, i, j);
        i++;
        j--;
        while (a[i] < pivot) {
          i++;
        }
        while (a[j] > pivot) {
          j--;
        }
      }
      if (a[left] == pivot) {
        swap(a, left, j);
      } else {
        j++;
        swap(a, j, right);
      }
      if (j <= k) {
        left = j + 1;
      }
      if (k <= j) {
        right = j - 1;
      }
    }
  }

  private static void swap(double[] a, int i, int j) {
    double t = a[i];
    a[i] = a[j];
    a[j] = t;
  }
}
