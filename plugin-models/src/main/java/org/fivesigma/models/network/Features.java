package org.fivesigma.models.network;

import org.fivesigma.spi.data.FeatureMatrix;

/** Features of the training events as batches take them. */
interface Features {
  /** Number of events. */
  int rows();

  /** Features of an event. */
  int width();

  /**
   * Writes the features of some events, row-major; an augmentation draws anew in each epoch.
   *
   * @param order events of the whole epoch
   * @param from place in {@code order} of the first
   * @param count how many
   * @param epoch epochs done
   */
  void gather(int[] order, int from, int count, int epoch, float[] into);

  /** Whether an event's features are the same in every epoch. */
  default boolean fixed() {
    return false;
  }

  /** Features as they stand in a matrix. */
  static Features of(FeatureMatrix matrix) {
    return new Features() {
      @Override
      public int rows() {
        return matrix.rows();
      }

      @Override
      public int width() {
        return matrix.width();
      }

      @Override
      public boolean fixed() {
        return true;
      }

      @Override
      public void gather(int[] order, int from, int count, int epoch, float[] into) {
        int width = matrix.width();
        for (int i = 0; i < count; i++) {
          matrix.copyRow(order[from + i], into, i * width);
        }
      }
    };
  }
}
