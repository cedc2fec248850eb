package org.fivesigma.core.run;

import java.util.List;
import org.fivesigma.spi.data.Columns;

/** Some of the columns of others. */
final class SomeColumns implements Columns {
  private final Columns base;
  private final List<String> names;
  private final int[] index;

  SomeColumns(Columns base, List<String> names) {
    this.base = base;
    this.names = List.copyOf(names);
    this.index = names.stream().mapToInt(base.names()::indexOf).toArray();
  }

  @Override
  public int rows() {
    return base.rows();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public void read(int column, int from, int to, float[] into, int offset) {
    base.read(index[column], from, to, into, offset);
  }
}
