package org.fivesigma.preprocessing.maths;

import java.util.Arrays;

/** How well one column alone tells classes apart. Missing values are left out. */
public final class Separation {
  private Separation() {}

  /**
   * The F statistic of a one-way analysis of variance: variance between the classes' means over
   * variance within classes, each per degree of freedom. 0 where nothing varies; infinite where
   * classes differ without spread within.
   *
   * @param labels class of each value, 0 … classes − 1
   */
  public static double anova(double[] values, int[] labels, double[] weights, int classes) {
    double[] sum = new double[classes];
    double[] square = new double[classes];
    double[] weight = new double[classes];
    long count = 0;
    double center = Double.NaN;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        center = Double.isNaN(center) ? values[i] : center;
        double d = values[i] - center;
        sum[labels[i]] += weights[i] * d;
        square[labels[i]] += weights[i] * d * d;
        weight[labels[i]] += weights[i];
        count++;
      }
    }
    double totalWeight = Arrays.stream(weight).sum();
    double totalSum = Arrays.stream(sum).sum();
    double between = -totalSum * totalSum / totalWeight;
    double within = Arrays.stream(square).sum();
    int present = 0;
    for (int c = 0; c < classes; c++) {
      if (weight[c] > 0) {
        between += sum[c] * sum[c] / weight[c];
        within -= sum[c] * sum[c] / weight[c];
        present++;
      }
    }
    if (present < 2 || !(between > 0)) {
      return 0;
    }
    return (between / (present - 1)) / (Math.max(within, 0) / (count - present));
  }

  /**
   * The distance of the area under the ROC curve from one half, 0 to one half: the same for a
   * column and its negative. Equal values go together.
   */
  public static double areaFromHalf(double[] values, boolean[] signal, double[] weights) {
    Sweep sweep = new Sweep(values, signal, weights);
    return Math.abs(sweep.area - 0.5);
  }

  /** The largest distance between the distribution functions of signal and background. */
  public static double kolmogorovSmirnov(double[] values, boolean[] signal, double[] weights) {
    return new Sweep(values, signal, weights).distance;
  }

  /**
   * The largest distance between the distribution function of the values and that of a uniform
   * distribution from the smallest to the largest; 1 where there is no spread.
   *
   * @param values none is NaN; they are sorted in place
   */
  public static double fromUniform(double[] values) {
    Sorting.sort(values, values.length);
    int n = values.length;
    if (n == 0 || values[0] == values[n - 1]) {
      return 1;
    }
    double range = values[n - 1] - values[0];
    double worst = 0;
    for (int i = 0; i < n; i++) {
      double place = (values[i] - values[0]) / range;
      worst = Math.max(worst, Math.max(place - (double) i / n, (i + 1.0) / n - place));
    }
    return worst;
  }

  /** One pass over the values in rising order. */
  private static final class Sweep {
    private final double area;
    private final double distance;

    Sweep(double[] values, boolean[] signal, double[] weights) {
      int[] order = Sorting.order(values, values.length);
      double signalSum = 0;
      double backgroundSum = 0;
      double product = 0;
      double far = 0;
      double[] totals = new double[2];
      for (int i = 0; i < values.length; i++) {
        if (!Double.isNaN(values[i])) {
          totals[signal[i] ? 1 : 0] += weights[i];
        }
      }
      double groupSignal = 0;
      double groupBackground = 0;
      for (int k = 0; k < order.length && !Double.isNaN(values[order[k]]); k++) {
        int i = order[k];
        if (signal[i]) {
          groupSignal += weights[i];
        } else {
          groupBackground += weights[i];
        }
        boolean last = k + 1 == order.length || values[order[k + 1]] != values[i];
        if (last) {
          product += groupSignal * (backgroundSum + 0.5 * groupBackground);
          signalSum += groupSignal;
          backgroundSum += groupBackground;
          far = Math.max(far, Math.abs(signalSum / totals[1] - backgroundSum / totals[0]));
          groupSignal = 0;
          groupBackground = 0;
        }
      }
      boolean both = totals[0] != 0 && totals[1] != 0;
      this.area = both ? product / (totals[0] * totals[1]) : 0.5;
      this.distance = both ? far : 0;
    }
  }
}
