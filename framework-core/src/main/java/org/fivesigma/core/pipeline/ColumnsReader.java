package org.fivesigma.core.pipeline;

import org.fivesigma.spi.data.Columns;

/** Reads raw columns for a program; one for each thread. */
final class ColumnsReader implements Program.Reader {
  private final Columns columns;
  private final int[] places;
  private final float[] buffer = new float[Program.BLOCK];

  /** Reads column {@code places[i]} where the program asks for {@code i}. */
  ColumnsReader(Columns columns, int[] places) {
    this.columns = columns;
    this.places = places;
  }

  @Override
  public void read(int column, int from, int rows, double[] into) {
    columns.read(places[column], from, from + rows, buffer, 0);
    for (int r = 0; r < rows; r++) {
      into[r] = buffer[r];
    }
  }
}
