package org.fivesigma.spi.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Patterns over names: {@code *} stands for any text, {@code ?} for one character, a leading {@code
 * !} excludes. All other characters stand for themselves, so that {@code Jet_pt[0]} is a name.
 */
public final class Globs {
  private Globs() {}

  /**
   * The names that the patterns choose.
   *
   * @param names chosen, in the order they were given in
   * @param unmatched patterns, as written, that matched no name
   */
  public record Selection(List<String> names, List<String> unmatched) {
    public Selection {
      names = List.copyOf(names);
      unmatched = List.copyOf(unmatched);
    }
  }

  /**
   * Chooses names: the last pattern that matches a name decides. Where the first pattern excludes,
   * and where there is none, all names are chosen to begin with.
   */
  public static Selection select(List<String> patterns, List<String> names) {
    boolean all = patterns.isEmpty() || patterns.get(0).startsWith("!");
    boolean[] used = new boolean[patterns.size()];
    List<String> chosen = new ArrayList<>();
    for (String name : names) {
      boolean in = all;
      for (int p = 0; p < used.length; p++) {
        String pattern = patterns.get(p);
        boolean exclude = pattern.startsWith("!");
        if (matches(exclude ? pattern.substring(1) : pattern, name)) {
          used[p] = true;
          in = !exclude;
        }
      }
      if (in) {
        chosen.add(name);
      }
    }
    List<String> unmatched = new ArrayList<>();
    for (int p = 0; p < used.length; p++) {
      if (!used[p]) {
        unmatched.add(patterns.get(p));
      }
    }
    return new Selection(chosen, unmatched);
  }

  /** Whether a pattern without {@code !} matches the whole of a name. */
  public static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
