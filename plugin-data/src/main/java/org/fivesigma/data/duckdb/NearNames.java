package org.fivesigma.data.duckdb;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a misspelt one may have meant. */
public final class NearNames {
  private NearNames() {}

  /** The hint for a name that is not among the known ones: near names, else the first few. */
  public static String hint(String name, Collection<String> known) {
    List<String> near = near(name, known);
    if (near.size() == 1) {
      return "did you mean '" + near.get(0) + "'?";
    }
    if (!near.isEmpty()) {
      return "did you mean one of '" + String.join("', '", near) + "'?";
    }
    if (known.isEmpty()) {
      return "there are no columns";
    }
    List<String> first = known.stream().limit(12).toList();
    return "there are: "
        + String.join(", ", first)
        + (known.size() > first.size() ? ", … (" + known.size() + " columns)" : "");
  }

  /** At most three known names near a name, nearest first. */
  public static List<String> near(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, wanted.length() / 3);
    record Found(String name, int distance) {}
    return known.stream()
        .map(k -> new Found(k, distance(wanted, k.toLowerCase(Locale.ROOT))))
        .filter(f -> f.distance <= limit)
        .sorted(Comparator.comparingInt(Found::distance))
        .limit(3)
        .map(Found::name)
        .toList();
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
