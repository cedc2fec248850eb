package org.fivesigma.tracking.content;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Names that every MLflow server takes, whatever it runs on: letters, digits, {@code _ . - /} and
 * blanks, a path without empty parts, at most 250 characters. A name that had to be changed is
 * remembered, and two that would become the same are told apart by a checksum at the end. One
 * object per run; not thread-safe.
 */
public final class Names {
  static final int LONGEST = 250;

  private static final String[] GREEK = {
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi",
    "psi", "omega"
  };

  private final Map<String, String> byOriginal = new HashMap<>();
  private final Map<String, String> byName = new HashMap<>();
  private final Map<String, String> changed = new LinkedHashMap<>();

  /** The name for an original, the same each time. */
  public String of(String original) {
    return byOriginal.computeIfAbsent(
        original,
        o -> {
          String name = sanitise(o);
          if (byName.containsKey(name)) {
            name = shorten(name, "-" + checksum(o));
          }
          byName.put(name, o);
          if (!name.equals(o)) {
            changed.put(name, o);
          }
          return name;
        });
  }

  /**
   * What differs from its original, with it: parts between slashes, so that one entry explains all
   * names below it, and whole names where that does not do.
   */
  public Map<String, String> changed() {
    Map<String, String> parts = new LinkedHashMap<>();
    changed.forEach(
        (name, original) -> {
          String[] now = name.split("/", -1);
          String[] before = original.split("/", -1);
          boolean explained = now.length == before.length;
          for (int i = 0; explained && i < now.length; i++) {
            explained = before[i].equals(parts.getOrDefault(now[i], before[i]));
          }
          if (!explained) {
            parts.put(name, original);
            return;
          }
          for (int i = 0; i < now.length; i++) {
            if (!now[i].equals(before[i])) {
              parts.put(now[i], before[i]);
            }
          }
        });
    return parts;
  }

  /** What a single name becomes when no other is in its way. */
  static String sanitise(String original) {
    StringBuilder text = new StringBuilder();
    Normalizer.normalize(original, Normalizer.Form.NFKD)
        .codePoints()
        .forEach(c -> text.append(replace(c)));
    StringBuilder path = new StringBuilder();
    for (String part : text.toString().strip().split("/", -1)) {
      String safe =
          part.isEmpty() ? "_" : part.equals(".") || part.equals("..") ? "_" + part : part;
      path.append(path.length() == 0 ? "" : "/").append(safe);
    }
    return path.length() > LONGEST
        ? shorten(path.toString(), "-" + checksum(original))
        : path.toString();
  }

  private static String replace(int c) {
    boolean fits =
        (c >= 'a' && c <= 'z')
            || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9')
            || "_./ -".indexOf(c) >= 0;
    if (fits) {
      return Character.toString(c);
    }
    if (c >= 'α' && c <= 'ω') {
      return GREEK[c - 'α'];
    }
    if (c >= 'Α' && c <= 'Ω') {
      String small = GREEK[c - 'Α'];
      return small.substring(0, 1).toUpperCase(Locale.ROOT) + small.substring(1);
    }
    if (c == '@') {
      return "_at_";
    }
    if (c == '=' || c == ',') {
      return c == '=' ? "-" : " ";
    }
    // Accents stand alone after the decomposition; the letter is there already.
    return Character.getType(c) == Character.NON_SPACING_MARK ? "" : "_";
  }

  private static String shorten(String name, String end) {
    int room = Math.min(name.length(), LONGEST - end.length());
    return name.substring(0, room) + end;
  }

  private static String checksum(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 8);
  }
}
