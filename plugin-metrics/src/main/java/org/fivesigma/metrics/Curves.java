package org.fivesigma.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Curves as columns of numbers, thinned to what a plot can show. */
public final class Curves {
  private static final int POINTS = 2000;

  private Curves() {}

  /** Which of {@code n} points to keep: at most about 2,000, first and last among them. */
  public static int[] thin(int n) {
    if (n <= POINTS) {
      int[] all = new int[n];
      Arrays.setAll(all, i -> i);
      return all;
    }
    int[] some = new int[POINTS];
    Arrays.setAll(some, i -> (int) ((long) i * (n - 1) / (POINTS - 1)));
    return some;
  }

  /** Rows of a curve. */
  public static final class Builder {
    private final List<String> names;
    private final List<double[]> rows = new ArrayList<>();

    /** A curve with these columns. */
    public Builder(List<String> names) {
      this.names = List.copyOf(names);
    }

    /** Adds a row: one value per column. */
    public void add(double... row) {
      rows.add(row);
    }

    /** The columns by name, in order. */
    public Map<String, double[]> columns() {
      Map<String, double[]> columns = new LinkedHashMap<>();
      for (int c = 0; c < names.size(); c++) {
        double[] column = new double[rows.size()];
        for (int r = 0; r < column.length; r++) {
          column[r] = rows.get(r)[c];
        }
        columns.put(names.get(c), column);
      }
      return columns;
    }
  }
}
