package org.fivesigma.core.bundle;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps the SQL of a bundle to formulas over the columns of an event: a bundle may come from
 * anywhere, and a query inside a formula could read files.
 */
final class DerivedSql {
  private static final int MOST_CHARACTERS = 20_000;

  /** Whatever names a table, a file or a setting needs one of these words. */
  private static final Set<String> REFUSED =
      Set.of(
          "select",
          "from",
          "with",
          "values",
          "table",
          "describe",
          "summarize",
          "show",
          "pivot",
          "unpivot",
          "copy",
          "attach",
          "install",
          "load",
          "pragma",
          "call",
          "set",
          "getenv",
          "current_setting",
          "getvariable",
          "query",
          "query_table",
          "nextval",
          "currval");

  private DerivedSql() {}

  /**
   * Checks a formula.
   *
   * @throws IOException naming what it may not hold
   */
  static void check(String column, String sql) throws IOException {
    if (sql.length() > MOST_CHARACTERS) {
      throw refused(column, "is longer than " + MOST_CHARACTERS + " characters");
    }
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\'' || c == '"') {
        int end = sql.indexOf(c, at + 1);
        if (end < 0) {
          throw refused(column, "has a quote that is not closed");
        }
        at = end + 1; // a doubled quote begins the next text
      } else if (c == ';' || c == '$' || sql.startsWith("--", at) || sql.startsWith("/*", at)) {
        throw refused(column, "holds '" + c + "'");
      } else if (Character.isJavaIdentifierStart(c)) {
        int end = at;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
          end++;
        }
        String word = sql.substring(at, end).toLowerCase(Locale.ROOT);
        if (REFUSED.contains(word) || word.startsWith("read_") || word.startsWith("duckdb_")) {
          throw refused(column, "holds the word '" + word + "'");
        }
        at = end;
      } else {
        at++;
      }
    }
  }

  private static IOException refused(String column, String why) {
    return new IOException(
        "the formula of its column '" + column + "' " + why + ", which a bundle may not have");
  }
}
