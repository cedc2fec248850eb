package org.fivesigma.spi.data;

import java.util.List;

/**
 * A row-major float32 block that trees and networks read without another copy. Past {@link
 * #MAX_CHUNK} values it is split into chunks of whole rows.
 */
public final class FeatureMatrix {
  /** Most values of one chunk. */
  public static final int MAX_CHUNK = 1 << 28;

  private final List<String> names;
  private final int rows;
  private final int rowsPerChunk;
  private final float[][] chunks;

  /** A matrix of zeros. */
  public FeatureMatrix(List<String> names, int rows) {
    this.names = List.copyOf(names);
    this.rows = rows;
    int width = Math.max(1, names.size());
    this.rowsPerChunk = Math.max(1, MAX_CHUNK / width);
    int count = Math.max(1, (int) (((long) rows + rowsPerChunk - 1) / rowsPerChunk));
    this.chunks = new float[count][];
    for (int c = 0; c < count; c++) {
      int inChunk = Math.min(rowsPerChunk, rows - c * rowsPerChunk);
      chunks[c] = new float[inChunk * names.size()];
    }
  }

  /** Column names. */
  public List<String> names() {
    return names;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int width() {
    return names.size();
  }

  /** Rows of every chunk but the last. */
  public int rowsPerChunk() {
    return rowsPerChunk;
  }

  /** Number of chunks. */
  public int chunkCount() {
    return chunks.length;
  }

  /**
   * The values of a chunk, row after row: the array itself, for reading in place and for whoever
   * fills the matrix.
   */
  public float[] chunk(int index) {
    return chunks[index];
  }

  /** One value. */
  public float get(int row, int column) {
    return chunks[row / rowsPerChunk][(row % rowsPerChunk) * names.size() + column];
  }

  /** Copies one row to {@code into} from {@code offset}. */
  public void copyRow(int row, float[] into, int offset) {
    System.arraycopy(
        chunks[row / rowsPerChunk],
        (row % rowsPerChunk) * names.size(),
        into,
        offset,
        names.size());
  }
}
