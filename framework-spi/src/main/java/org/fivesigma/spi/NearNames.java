package org.fivesigma.spi;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one was probably meant to be. */
public final class NearNames {
  private NearNames() {}

  /**
   * The nearest of the names by edits (insert, delete, replace, swap neighbours; case, {@code -}
   * and {@code _} are no difference), if it is near: at most a third of the letters, and at least
   * one edit is always forgiven, but some letter must stay. Of equally near names the first.
   */
  public static Optional<String> nearest(String given, Collection<String> names) {
    String wanted = fold(given);
    int best = Math.max(1, given.length() / 3) + 1;
    String found = null;
    for (String name : names) {
      int distance = distance(wanted, fold(name), best);
      if (distance < best && distance < Math.max(given.length(), name.length())) {
        best = distance;
        found = name;
      }
    }
    return Optional.ofNullable(found);
  }

  /** {@code did you mean 'auc'?}, where a name is near. */
  public static Optional<String> hint(String given, Collection<String> names) {
    return nearest(given, names).map(name -> "did you mean '" + name + "'?");
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Edits between two texts (optimal string alignment), or {@code limit} when there are more. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return Math.min(last[b.length()], limit);
  }
}
