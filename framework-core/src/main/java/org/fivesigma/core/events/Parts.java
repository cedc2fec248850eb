package org.fivesigma.core.events;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fivesigma.spi.data.Split;

/** The parts of a split in their order: train, valid, test, then others by name. */
public final class Parts {
  private static final Comparator<String> ORDER =
      Comparator.comparingInt(Parts::rank).thenComparing(Comparator.naturalOrder());

  private Parts() {}

  /**
   * The rows of each part; with several folds the union of the folds' valid and test parts, and all
   * events as train.
   */
  static Map<String, int[]> union(List<Split.Fold> folds) {
    Map<String, int[]> parts = new TreeMap<>(ORDER);
    if (folds.size() == 1) {
      parts.putAll(folds.get(0).parts());
      return parts;
    }
    for (Split.Fold fold : folds) {
      fold.parts()
          .forEach(
              (part, rows) ->
                  parts.merge(
                      part,
                      rows,
                      (a, b) ->
                          IntStream.concat(IntStream.of(a), IntStream.of(b))
                              .sorted()
                              .distinct()
                              .toArray()));
    }
    return parts;
  }

  private static int rank(String part) {
    return switch (part) {
      case "train" -> 0;
      case "valid" -> 1;
      case "test" -> 2;
      default -> 3;
    };
  }
}
