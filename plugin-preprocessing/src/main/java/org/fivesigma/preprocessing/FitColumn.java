package org.fivesigma.preprocessing;

import org.fivesigma.preprocessing.maths.Moments;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.transform.FitData;

/** One column of the training part, as fits read it. */
final class FitColumn {
  private static final int BLOCK = 1 << 13;

  private final FitData data;
  private final int column;

  FitColumn(FitData data, int column) {
    this.data = data;
    this.column = column;
  }

  /**
   * Values that are not missing.
   *
   * @param values at least {@code count} long
   * @param weights of the values, as long
   */
  record Present(double[] values, double[] weights, int count) {}

  String name() {
    return data.columns().names().get(column);
  }

  /** Mean and variance of the column. */
  Moments moments(boolean weighted) {
    Moments moments = new Moments();
    double[] weights = new double[weighted ? BLOCK : 0];
    read(
        (values, from, count) -> {
          if (weighted) {
            System.arraycopy(data.weights(), from, weights, 0, count);
            moments.add(values, weights, count);
          } else {
            moments.add(values, count);
          }
        });
    return moments;
  }

  /** Whether any value is missing. */
  boolean hasMissing() {
    boolean[] any = {false};
    read(
        (values, from, n) -> {
          boolean found = false;
          for (int i = 0; i < n; i++) {
            found |= Double.isNaN(values[i]);
          }
          any[0] |= found;
        });
    return any[0];
  }

  /** All values in order, NaN where missing. */
  double[] all() {
    double[] all = new double[data.columns().rows()];
    read((values, from, n) -> System.arraycopy(values, 0, all, from, n));
    return all;
  }

  /** The values that are not missing, in order. */
  double[] present() {
    double[] all = new double[data.columns().rows()];
    int[] count = {0};
    read(
        (values, from, n) -> {
          int at = count[0];
          for (int i = 0; i < n; i++) {
            if (!Double.isNaN(values[i])) {
              all[at++] = values[i];
            }
          }
          count[0] = at;
        });
    return count[0] == all.length ? all : java.util.Arrays.copyOf(all, count[0]);
  }

  /** The values that are not missing, in order, with their weights. */
  Present presentWeighted() {
    int rows = data.columns().rows();
    double[] kept = new double[rows];
    double[] weights = new double[rows];
    int[] count = {0};
    read(
        (values, from, n) -> {
          for (int i = 0; i < n; i++) {
            if (!Double.isNaN(values[i])) {
              kept[count[0]] = values[i];
              weights[count[0]++] = data.weights()[from + i];
            }
          }
        });
    return new Present(kept, weights, count[0]);
  }

  /** Smallest and largest value; NaN where all are missing. */
  double[] range() {
    double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    read(
        (values, from, n) -> {
          double low = range[0];
          double high = range[1];
          for (int i = 0; i < n; i++) {
            double x = values[i];
            low = x < low ? x : low;
            high = x > high ? x : high;
          }
          range[0] = low;
          range[1] = high;
        });
    if (range[0] > range[1]) {
      return new double[] {Double.NaN, Double.NaN};
    }
    return range;
  }

  /** Refuses what was computed from infinite values. */
  void requireFinite(double... results) {
    for (double result : results) {
      if (!Double.isFinite(result)) {
        throw UserError.of(
                "infinite-value", "column '" + name() + "' has values that are not finite")
            .hint("put a clip step before this one, or declare them in data.missing");
      }
    }
  }

  /** Receives a block of values. */
  interface Block {
    void accept(double[] values, int from, int count);
  }

  /** Reads the column in blocks, in order. */
  void read(Block block) {
    int rows = data.columns().rows();
    float[] buffer = new float[Math.min(rows, BLOCK)];
    double[] values = new double[buffer.length];
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      data.columns().read(column, from, from + count, buffer, 0);
      for (int i = 0; i < count; i++) {
        values[i] = buffer[i];
      }
      block.accept(values, from, count);
    }
  }
}
