package org.fivesigma.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fivesigma.spi.data.Columns;

/** Raw columns and, behind them, columns that were computed while fitting. */
final class FitColumns implements Columns {
  private final Columns raw;
  private final List<String> names;
  private final List<float[]> computed = new ArrayList<>();

  FitColumns(Columns raw) {
    this.raw = raw;
    this.names = new ArrayList<>(raw.names());
  }

  /** Adds a column; returns its place. */
  int add(float[] values) {
    computed.add(values);
    names.add("computed " + computed.size());
    return names.size() - 1;
  }

  /** All places. */
  int[] identity() {
    return IntStream.range(0, names.size()).toArray();
  }

  @Override
  public int rows() {
    return raw.rows();
  }

  @Override
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public void read(int column, int from, int to, float[] into, int offset) {
    int own = column - (names.size() - computed.size());
    if (own < 0) {
      raw.read(column, from, to, into, offset);
    } else {
      System.arraycopy(computed.get(own), from, into, offset, to - from);
    }
  }
}
