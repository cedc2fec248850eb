package org.fivesigma.core.pipeline;

import java.util.List;
import org.fivesigma.spi.data.Columns;

/**
 * Columns as they are between two steps, computed while they are read. A column that no step has
 * touched is read from the raw columns directly.
 */
final class PartialView implements Columns {
  private final Columns raw;
  private final List<String> names;
  private final List<Node> nodes;
  private final Program[] programs;
  private final int[] identity;

  PartialView(Columns raw, Layout layout, List<String> names) {
    this.raw = raw;
    this.names = List.copyOf(names);
    this.nodes =
        java.util.Arrays.stream(layout.places(names)).mapToObj(layout.nodes()::get).toList();
    this.programs = nodes.stream().map(node -> new Program(List.of(node))).toArray(Program[]::new);
    this.identity = java.util.stream.IntStream.range(0, raw.names().size()).toArray();
  }

  @Override
  public int rows() {
    return raw.rows();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public void read(int column, int from, int to, float[] into, int offset) {
    if (nodes.get(column) instanceof Node.Raw node) {
      raw.read(node.column, from, to, into, offset);
      return;
    }
    ColumnsReader reader = new ColumnsReader(raw, identity);
    for (int row = from; row < to; row += Program.BLOCK) {
      int rows = Math.min(Program.BLOCK, to - row);
      programs[column].run(reader, row, rows, into, offset + row - from, 1);
    }
  }
}
