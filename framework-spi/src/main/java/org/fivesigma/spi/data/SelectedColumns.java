package org.fivesigma.spi.data;

import java.util.List;

/**
 * A view of some rows of other columns. Over arrays it gathers directly; views of views are
 * flattened.
 */
final class SelectedColumns implements Columns {
  private final Columns base;
  private final int[] index;

  SelectedColumns(Columns base, int[] index) {
    if (base instanceof SelectedColumns inner) {
      int[] flat = new int[index.length];
      for (int i = 0; i < flat.length; i++) {
        flat[i] = inner.index[index[i]];
      }
      this.base = inner.base;
      this.index = flat;
    } else {
      this.base = base;
      this.index = index;
    }
  }

  @Override
  public int rows() {
    return index.length;
  }

  @Override
  public List<String> names() {
    return base.names();
  }

  @Override
  public void read(int column, int from, int to, float[] into, int offset) {
    if (base instanceof ArrayColumns arrays) {
      float[] values = arrays.values()[column];
      for (int i = from; i < to; i++) {
        into[offset + i - from] = values[index[i]];
      }
      return;
    }
    for (int i = from; i < to; ) {
      int end = i + 1;
      while (end < to && index[end] == index[end - 1] + 1) {
        end++;
      }
      base.read(column, index[i], index[end - 1] + 1, into, offset + i - from);
      i = end;
    }
  }
}
