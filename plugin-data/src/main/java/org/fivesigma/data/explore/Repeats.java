package org.fivesigma.data.explore;

import java.util.Arrays;
import java.util.List;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.XxHash64;
import org.fivesigma.spi.explore.Exploration.Duplicates;
import org.fivesigma.spi.explore.Explorer;

/**
 * Counts repeated events by 64-bit hashes of their features and ids; two different events of eleven
 * million share one with a chance of 3·10⁻⁶.
 */
final class Repeats {
  private Repeats() {}

  static Duplicates of(Explorer.Data data) {
    int rows = data.features().rows();
    long[] hashes = new long[rows];
    float[] values = new float[rows];
    int width = data.features().names().size();
    for (int f = 0; f < width; f++) {
      data.features().read(f, 0, rows, values, 0);
      for (int i = 0; i < rows; i++) {
        hashes[i] = mix(hashes[i] + Float.floatToIntBits(values[i] + 0.0f) + 0x9e3779b97f4a7c15L);
      }
    }
    long repeated = width == 0 ? 0 : repeated(hashes.clone());
    long withinClasses = 0;
    if (repeated > 0) {
      for (int i = 0; i < rows; i++) {
        hashes[i] = mix(hashes[i] + data.labels()[i]);
      }
      withinClasses = repeated(hashes);
    }
    return new Duplicates(repeated, repeated - withinClasses, repeatedIds(data.id(), rows));
  }

  private static long repeatedIds(List<Column> id, int rows) {
    if (id.isEmpty()) {
      return 0;
    }
    long[] hashes = new long[rows];
    for (Column column : id) {
      for (int i = 0; i < rows; i++) {
        long value =
            column instanceof Column.Longs longs ? longs.values()[i] : XxHash64.of(column.text(i));
        hashes[i] = mix(hashes[i] + value + 0x9e3779b97f4a7c15L);
      }
    }
    return repeated(hashes);
  }

  private static long repeated(long[] hashes) {
    Arrays.sort(hashes);
    long count = 0;
    for (int i = 1; i < hashes.length; i++) {
      count += hashes[i] == hashes[i - 1] ? 1 : 0;
    }
    return count;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
