package org.fivesigma.spi.data;

import java.util.List;

/** Columns that are arrays, all rows or, through an index, some. */
record ArrayColumns(List<String> names, float[][] values, int rows) implements Columns {
  ArrayColumns {
    if (values.length != names.size()) {
      throw new IllegalArgumentException(values.length + " columns for " + names.size() + " names");
    }
  }

  @Override
  public void read(int column, int from, int to, float[] into, int offset) {
    System.arraycopy(values[column], from, into, offset, to - from);
  }
}
