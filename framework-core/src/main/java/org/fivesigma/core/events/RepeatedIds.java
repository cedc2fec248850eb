package org.fivesigma.core.events;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.XxHash64;

/**
 * Events that share an id: read twice, or an id that is none. They may stand in train and test at
 * once, and a paired comparison cannot match them.
 */
final class RepeatedIds {
  private RepeatedIds() {}

  /**
   * A line for the user, where ids repeat.
   *
   * @param source index of the source of each event
   */
  static Optional<String> of(List<String> names, List<Column> id, int[] source) {
    if (names.equals(List.of("row"))) {
      return Optional.empty();
    }
    long[] keys = keys(id, source.length);
    long[] sorted = keys.clone();
    Arrays.parallelSort(sorted);
    long repeated = 0;
    for (int i = 1; i < sorted.length; i++) {
      repeated += sorted[i] == sorted[i - 1] ? 1 : 0;
    }
    if (repeated == 0) {
      return Optional.empty();
    }
    return Optional.of(
        repeated
            + " events have the id ("
            + String.join(", ", names)
            + ") of an earlier one"
            + (acrossSources(keys, sorted, source) ? ", some of them of another source" : "")
            + ": the same event may be in train and test");
  }

  private static long[] keys(List<Column> id, int rows) {
    if (id.size() == 1 && id.get(0) instanceof Column.Longs longs) {
      return longs.values();
    }
    long[] keys = new long[rows];
    for (Column column : id) {
      for (int i = 0; i < rows; i++) {
        long own =
            column instanceof Column.Longs longs ? longs.values()[i] : XxHash64.of(column.text(i));
        long mixed = (keys[i] * 31 + own) * 0x9E3779B97F4A7C15L;
        keys[i] = mixed ^ (mixed >>> 29);
      }
    }
    return keys;
  }

  private static boolean acrossSources(long[] keys, long[] sorted, int[] source) {
    if (source.length == 0 || source[0] == source[source.length - 1]) {
      return false;
    }
    int[] first = new int[sorted.length];
    Arrays.fill(first, -1);
    for (int i = 0; i < keys.length; i++) {
      int at = Arrays.binarySearch(sorted, keys[i]);
      while (at > 0 && sorted[at - 1] == keys[i]) {
        at--;
      }
      if (first[at] >= 0 && first[at] != source[i]) {
        return true;
      }
      first[at] = source[i];
    }
    return false;
  }
}
