package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Column names chosen by globs: {@code *} and {@code ?}; a leading {@code !} takes names out again. */
public final class Globs {
  private Globs() {}

  /** The names a single glob matches, in the order of the names. */
  public static List<String> match(String glob, List<String> names) {
    if (names.contains(glob)) {
      return List.of(glob);
    }
    Pattern pattern = pattern(glob);
    return names.stream().filter(n -> pattern.matcher(n).matches()).toList();
  }

  /**
   * The names that a list of globs chooses, in the order of the globs, each once. A list that begins with an exclusion
   * starts from all names.
   */
  public static List<String> choose(List<String> globs, List<String> names) {
    Set<String> chosen = new LinkedHashSet<>();
    if (!globs.isEmpty() && globs.get(0).startsWith("!")) {
      chosen.addAll(names);
    }
    for (String glob : globs) {
      if (glob.startsWith("!")) {
        match(glob.substring(1), names).forEach(chosen::remove);
      } else {
        chosen.addAll(match(glob, names));
      }
    }
    return new ArrayList<>(chosen);
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char c : glob.toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
