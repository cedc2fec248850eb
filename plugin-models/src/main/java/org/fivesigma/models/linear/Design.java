package org.fivesigma.models.linear;

import org.fivesigma.spi.data.FeatureMatrix;

/** The numbers a linear model sees, row by row. Safe for reading from several threads. */
public interface Design {
  /** Number of events. */
  int rows();

  /** Numbers per event. */
  int width();

  /** Copies an event's numbers. */
  void row(int index, double[] into);

  /** A feature matrix, read in place. */
  static Design of(FeatureMatrix matrix) {
    return new Design() {
      @Override
      public int rows() {
        return matrix.rows();
      }

      @Override
      public int width() {
        return matrix.width();
      }

      @Override
      public void row(int index, double[] into) {
        float[] chunk = matrix.chunk(index / matrix.rowsPerChunk());
        int offset = index % matrix.rowsPerChunk() * into.length;
        for (int i = 0; i < into.length; i++) {
          into[i] = chunk[offset + i];
        }
      }
    };
  }

  /** Columns of numbers, such as the scores of members. */
  static Design of(double[][] columns, int rows) {
    return new Design() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int width() {
        return columns.length;
      }

      @Override
      public void row(int index, double[] into) {
        for (int i = 0; i < columns.length; i++) {
          into[i] = columns[i][index];
        }
      }
    };
  }
}
