package org.fivesigma.data.duckdb;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names, texts and numbers as they are written in SQL. */
public final class Sql {
  private Sql() {}

  /** A column's or table's name, quoted. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text, quoted. */
  public static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A list of texts: {@code ['a', 'b']}. */
  public static String texts(Collection<?> texts) {
    return texts.stream().map(t -> text(t.toString())).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A number that keeps its value. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return "'NaN'::DOUBLE";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "'Infinity'::DOUBLE" : "'-Infinity'::DOUBLE";
    }
    return text(Double.toString(value)) + "::DOUBLE";
  }
}
