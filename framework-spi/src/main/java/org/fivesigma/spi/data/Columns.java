package org.fivesigma.spi.data;

import java.util.List;

/**
 * Named float32 columns that are read in pieces: a table's features, a view of some of its rows, or
 * such a view seen through fitted preprocessing. Missing is NaN. Safe for reading from several
 * threads.
 */
public interface Columns {
  /** Number of rows. */
  int rows();

  /** Names in order; the place of a name is the index that {@link #read} takes. */
  List<String> names();

  /**
   * Copies rows {@code from} (inclusive) to {@code to} (exclusive) of a column to {@code into},
   * from {@code offset}.
   */
  void read(int column, int from, int to, float[] into, int offset);

  /**
   * A view of some rows, in the order given; an index may repeat (bootstrap). The array is not
   * copied.
   */
  default Columns select(int[] rows) {
    return new SelectedColumns(this, rows);
  }

  /** Columns over arrays, one per name; the arrays are not copied. */
  static Columns of(List<String> names, float[][] values, int rows) {
    return new ArrayColumns(List.copyOf(names), values, rows);
  }
}
