package org.fivesigma.search;

/**
 * Orders kernels by their centres on the unit interval: counted digit by digit, which is several
 * times faster than comparing. Centres closer than 2⁻³⁰ count as equal, which is no matter for the
 * width of a kernel; equal ones stay in their order. Reuses its memory.
 */
final class KeyOrder {
  private static final int DIGIT_BITS = 10;
  private static final int DIGITS = 3;
  private static final int BINS = 1 << DIGIT_BITS;
  private static final double RESOLUTION = 1 << (DIGITS * DIGIT_BITS);

  private final int[] keys;
  private final int[][] counts = new int[DIGITS][BINS];
  private int[] order;
  private int[] sorted;

  /** For so many centres. */
  KeyOrder(int size) {
    keys = new int[size];
    order = new int[size];
    sorted = new int[size];
  }

  /**
   * Orders the centres that are numbers.
   *
   * @param centres from 0 to 1; those beyond the size are left out of account
   * @return how many are numbers
   */
  int sort(double[] centres) {
    int known = 0;
    for (int[] bins : counts) {
      java.util.Arrays.fill(bins, 0);
    }
    for (int k = 0; k < keys.length; k++) {
      if (!Double.isNaN(centres[k])) {
        int key = (int) Math.min(RESOLUTION - 1, centres[k] * RESOLUTION);
        keys[k] = key;
        order[known++] = k;
        for (int digit = 0; digit < DIGITS; digit++) {
          counts[digit][digit(key, digit)]++;
        }
      }
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      int[] bins = counts[digit];
      int before = 0;
      for (int b = 0; b < BINS; b++) {
        int here = bins[b];
        bins[b] = before;
        before += here;
      }
      for (int i = 0; i < known; i++) {
        sorted[bins[digit(keys[order[i]], digit)]++] = order[i];
      }
      int[] swapped = order;
      order = sorted;
      sorted = swapped;
    }
    return known;
  }

  private static int digit(int key, int digit) {
    return key >>> (digit * DIGIT_BITS) & (BINS - 1);
  }

  /** The kernel at a place of the order of the last sort. */
  int at(int place) {
    return order[place];
  }
}
