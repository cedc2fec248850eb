package org.fivesigma.core.spec.text;

import java.util.Optional;

/**
 * A mistake of the user with its place.
 *
 * @param code stable, in kebab case, such as {@code unknown-key}
 * @param message what is wrong and what was expected
 * @param file as the user typed it; {@code --set} for an argument
 * @param line 1-based; 0 where there is no place in the file
 * @param column 1-based
 * @param length of what is marked
 * @param hint a suggestion
 * @param text the line itself; empty where there is no place
 */
public record Problem(
    String code,
    String message,
    String file,
    int line,
    int column,
    int length,
    Optional<String> hint,
    String text) {
  private static final int WIDTH = 160;

  /** A problem at a place. */
  public static Problem at(Place place, String code, String message, Optional<String> hint) {
    return new Problem(
        code,
        message,
        place.source().name(),
        place.line(),
        place.column(),
        place.length(),
        hint,
        place.source().line(place.line()));
  }

  /** A problem with a file as a whole. */
  public static Problem of(String file, String code, String message, Optional<String> hint) {
    return new Problem(code, message, file, 0, 0, 0, hint, "");
  }

  /** Message and hint in one sentence. */
  public String sentence() {
    return hint.map(h -> message + "; " + h).orElse(message);
  }

  /**
   * The error as the user sees it: code, sentence, place, the line with carets; no final newline.
   */
  public String render() {
    StringBuilder out = new StringBuilder();
    out.append("error[").append(code).append("]: ").append(sentence());
    if (line == 0) {
      if (!file.isEmpty()) {
        out.append("\n  --> ").append(file);
      }
      return out.toString();
    }
    out.append("\n  --> ").append(file).append(':').append(line).append(':').append(column);
    int[] points = text.codePoints().map(Problem::printable).toArray();
    int from = Math.max(0, Math.min(column - 1, points.length) - WIDTH / 2);
    if (points.length <= WIDTH) {
      from = 0;
    }
    int to = Math.min(points.length, from + WIDTH);
    int carets = Math.max(1, Math.min(length, to - (column - 1)));
    String number = Integer.toString(line);
    String before = from > 0 ? "…" : "";
    out.append('\n').append(number).append(" | ").append(before);
    out.append(
        (new String(points, from, to - from) + (to < points.length ? "…" : "")).stripTrailing());
    out.append('\n').append(" ".repeat(number.length())).append(" | ");
    out.append(" ".repeat(before.length() + Math.max(0, column - 1 - from)));
    out.append("^".repeat(carets));
    return out.toString();
  }

  private static int printable(int point) {
    if (point == '\t') {
      return ' ';
    }
    boolean hidden =
        Character.isISOControl(point)
            || Character.getType(point) == Character.FORMAT
            || Character.getType(point) == Character.SURROGATE;
    return hidden ? 0xfffd : point;
  }
}
