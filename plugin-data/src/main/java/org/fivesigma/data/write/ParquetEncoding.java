package org.fivesigma.data.write;

/**
 * How Parquet packs numbers: runs and packed bits, differences. See the section "Encodings" of the
 * format's specification.
 */
final class ParquetEncoding {
  /** Numbers and texts as they are. */
  static final int PLAIN = 0;

  /** Runs and packed bits, for what is missing. */
  static final int RLE = 3;

  /** Differences of whole numbers. */
  static final int DELTA = 5;

  /** Numbers of entries of a dictionary. */
  static final int DICTIONARY = 8;

  private static final int BLOCK = 128;
  private static final int MINIBLOCK = 32;

  private ParquetEncoding() {}

  /** Bits that hold 0 … {@code most}, at least one. */
  static int bits(int most) {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(most));
  }

  /** Numbers of {@code bits} bits: one run where all are the same, else packed. */
  static void runs(Bytes to, long[] values, int count, int bits) {
    boolean same = true;
    for (int i = 1; same && i < count; i++) {
      same = values[i] == values[0];
    }
    if (same) {
      to.putVarint((long) count << 1);
      long value = count == 0 ? 0 : values[0];
      for (int shift = 0; shift < bits; shift += 8) {
        to.put((int) (value >>> shift));
      }
      return;
    }
    int groups = (count + 7) / 8;
    to.putVarint(((long) groups << 1) | 1);
    int whole = count / 8 * 8;
    to.putPacked(values, 0, whole, bits);
    if (whole < count) {
      long[] rest = new long[8];
      System.arraycopy(values, whole, rest, 0, count - whole);
      to.putPacked(rest, 0, 8, bits);
    }
  }

  /** Whole numbers by their differences: few bits where they rise evenly. */
  static void differences(Bytes to, long[] values, int from, int count) {
    to.putVarint(BLOCK).putVarint(BLOCK / MINIBLOCK).putVarint(count);
    to.putZigzag(count == 0 ? 0 : values[from]);
    long[] block = new long[BLOCK];
    for (int first = 1; first < count; first += BLOCK) {
      int length = Math.min(BLOCK, count - first);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < length; i++) {
        block[i] = values[from + first + i] - values[from + first + i - 1];
        least = Math.min(least, block[i]);
      }
      for (int i = 0; i < BLOCK; i++) {
        block[i] = i < length ? block[i] - least : 0;
      }
      to.putZigzag(least);
      int[] bits = new int[BLOCK / MINIBLOCK];
      for (int m = 0; m < bits.length; m++) {
        long all = 0;
        for (int i = m * MINIBLOCK; i < (m + 1) * MINIBLOCK; i++) {
          all |= block[i];
        }
        bits[m] = Long.SIZE - Long.numberOfLeadingZeros(all);
        to.put(bits[m]);
      }
      for (int m = 0; m * MINIBLOCK < length; m++) {
        to.putPacked(block, m * MINIBLOCK, (m + 1) * MINIBLOCK, bits[m]);
      }
    }
  }
}
