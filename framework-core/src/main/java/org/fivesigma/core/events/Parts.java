package org.fivesigma.core.events;

import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of each part, over all folds: the part of a k-fold split is the union of the folds' parts.
 *
 * @param rows rows by part, ascending; {@code train}, {@code valid}, {@code test} first
 * @param unused how many selected events are in no part
 */
public record Parts(Map<String, int[]> rows, int unused) {
  /** Order of the parts: train, valid, test, then by name. */
  public static Map<String, int[]> ordered(Map<String, int[]> parts) {
    Map<String, int[]> result =
        new TreeMap<>(
            java.util.Comparator.comparingInt((String p) -> rank(p)).thenComparing(java.util.Comparator.naturalOrder()));
    result.putAll(parts);
    return result;
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
