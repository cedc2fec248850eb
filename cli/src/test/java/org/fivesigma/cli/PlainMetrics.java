package org.fivesigma.cli;

import java.util.Arrays;
import java.util.Comparator;

/** Metrics written down once more, from their definitions alone, to check the program's. */
final class PlainMetrics {
  private PlainMetrics() {}

  /** Weighted area under the ROC curve: pairs that are in order, ties half. */
  static double auc(double[] score, double[] weight, boolean[] signal) {
    Integer[] order = new Integer[score.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> score[i]));
    double below = 0;
    double pairs = 0;
    double signalSum = 0;
    int i = 0;
    while (i < order.length) {
      int j = i;
      double s = 0;
      double b = 0;
      while (j < order.length && score[order[j]] == score[order[i]]) {
        if (signal[order[j]]) {
          s += weight[order[j]];
        } else {
          b += weight[order[j]];
        }
        j++;
      }
      pairs += s * (below + b / 2);
      below += b;
      signalSum += s;
      i = j;
    }
    return pairs / (signalSum * below);
  }

  /** Approximate median significance at a cut, with the regularisation term 10. */
  static double ams(double[] score, double[] weight, boolean[] signal, double cut) {
    double s = 0;
    double b = 10;
    for (int i = 0; i < score.length; i++) {
      if (score[i] >= cut) {
        if (signal[i]) {
          s += weight[i];
        } else {
          b += weight[i];
        }
      }
    }
    return Math.sqrt(2 * ((s + b) * Math.log1p(s / b) - s));
  }

  /**
   * How far a second score may lie above a first by chance: the standard deviation of the
   * difference of their areas on the same events (DeLong's placements).
   */
  static double errorOfDifference(double[] first, double[] second, boolean[] signal) {
    double[] a = placements(first, signal);
    double[] b = placements(second, signal);
    double variance = 0;
    for (boolean side : new boolean[] {true, false}) {
      double sum = 0;
      double squares = 0;
      int n = 0;
      for (int i = 0; i < signal.length; i++) {
        if (signal[i] == side) {
          double d = a[i] - b[i];
          sum += d;
          squares += d * d;
          n++;
        }
      }
      variance += (squares / n - sum * sum / n / n) / (n - 1);
    }
    return Math.sqrt(variance);
  }

  /** For each event the share of the other class on its wrong side. */
  private static double[] placements(double[] score, boolean[] signal) {
    double[] signals = side(score, signal, true);
    double[] backgrounds = side(score, signal, false);
    double[] result = new double[score.length];
    for (int i = 0; i < score.length; i++) {
      double[] other = signal[i] ? backgrounds : signals;
      double below = (atMost(other, Math.nextDown(score[i])) + atMost(other, score[i])) / 2.0;
      result[i] = signal[i] ? below / other.length : 1 - below / other.length;
    }
    return result;
  }

  private static double[] side(double[] score, boolean[] signal, boolean wanted) {
    double[] values = new double[score.length];
    int n = 0;
    for (int i = 0; i < score.length; i++) {
      if (signal[i] == wanted) {
        values[n++] = score[i];
      }
    }
    double[] sorted = Arrays.copyOf(values, n);
    Arrays.sort(sorted);
    return sorted;
  }

  private static int atMost(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
