package org.fivesigma.report.explore;

import java.util.Locale;
import java.util.OptionalDouble;

/** How names and numbers stand in the page. */
final class Text {
  private Text() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  static String number(OptionalDouble value) {
    return number(value.orElse(Double.NaN));
  }

  /** A coordinate of a drawing. */
  static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** A name that a file may have. */
  static String fileName(String name) {
    return name.replaceAll("[^A-Za-z0-9_.\\-]", "_");
  }
}
