package org.fivesigma.data.csv;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;

/** What a column of a csv file holds, guessed from its first rows and widened when that fails. */
enum CsvTypes {
  /** Integers below 2^53, parsed as doubles and checked to be whole. */
  INTEGER,
  /** Integers of up to 64 bits. */
  LONG_INTEGER,
  /** Decimal numbers. */
  NUMBER,
  /** true and false. */
  BOOLEAN,
  /** Anything else. */
  TEXT;

  /** Cells of the sample that types are guessed from. */
  private static final int SAMPLE_CELLS = 2_000_000;

  private static final int SAMPLE_ROWS = 20_000;

  /**
   * Columns that are checked to be whole, value by value; beyond these, whole numbers are kept as
   * decimals, since the database takes minutes to plan thousands of such checks.
   */
  private static final int MOST_INTEGERS = 300;

  /** The type the parser reads it as. */
  String parsed() {
    return switch (this) {
      case INTEGER, NUMBER -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case LONG_INTEGER, TEXT -> "VARCHAR";
    };
  }

  /**
   * The expression that makes the stored value of the parsed one, or fails by naming the column.
   */
  String stored(String column) {
    String name = Sql.name(column);
    return switch (this) {
      case INTEGER ->
          "CASE WHEN "
              + name
              + " IS NULL OR (abs("
              + name
              + ") < 9007199254740992 AND trunc("
              + name
              + ") = "
              + name
              + ") THEN CAST("
              + name
              + " AS BIGINT) ELSE CAST(error("
              + Sql.text(NOT_AS_GUESSED + column)
              + ") AS BIGINT) END AS "
              + name;
      case LONG_INTEGER ->
          "CASE WHEN "
              + name
              + " IS NULL OR (regexp_full_match("
              + name
              + ", ' *[+-]?[0-9]+ *') AND TRY_CAST("
              + name
              + " AS BIGINT) IS NOT NULL) THEN CAST("
              + name
              + " AS BIGINT) ELSE CAST(error("
              + Sql.text(NOT_AS_GUESSED + column)
              + ") AS BIGINT) END AS "
              + name;
      case NUMBER, BOOLEAN, TEXT -> name;
    };
  }

  /** What an error about a column that is not as guessed begins with; the column's name follows. */
  static final String NOT_AS_GUESSED = "fivesigma: not as guessed: ";

  /** The next wider type. */
  CsvTypes wider() {
    return switch (this) {
      case INTEGER -> NUMBER;
      case LONG_INTEGER, NUMBER, BOOLEAN, TEXT -> TEXT;
    };
  }

  /** Guesses the types of a file's columns from its first rows. */
  static Map<String, CsvTypes> guess(
      DuckDb db, Path file, CsvFormat format, List<String> columns, Consumer<String> notes)
      throws SQLException {
    Map<String, String> texts = new LinkedHashMap<>();
    columns.forEach(c -> texts.put(c, "VARCHAR"));
    int width = columns.size();
    int limit = Math.max(100, Math.min(SAMPLE_ROWS, SAMPLE_CELLS / Math.max(1, width)));
    Guess[] guesses = new Guess[width];
    Arrays.setAll(guesses, i -> new Guess());
    db.query(
        "SELECT * FROM " + format.relation(file, texts) + " LIMIT " + limit,
        rows -> {
          while (rows.next()) {
            for (int i = 0; i < width; i++) {
              guesses[i].see(rows.getString(i + 1));
            }
          }
          return null;
        });
    Map<String, CsvTypes> types = new LinkedHashMap<>();
    int integers = 0;
    for (int i = 0; i < width; i++) {
      CsvTypes type = guesses[i].type();
      if (type == INTEGER && ++integers > MOST_INTEGERS) {
        type = NUMBER;
      }
      types.put(columns.get(i), type);
    }
    if (integers > MOST_INTEGERS) {
      notes.accept(
          (integers - MOST_INTEGERS)
              + " columns of whole numbers in '"
              + file
              + "' are kept as decimals (exact below 2^53), since more than "
              + MOST_INTEGERS
              + " columns are whole");
    }
    return types;
  }

  /** What the values of a column have in common. */
  static final class Guess {
    private boolean whole = true;
    private boolean fitsLong = true;
    private boolean numbers = true;
    private boolean booleans = true;
    private boolean zeroLed;
    private boolean any;
    private int shortest = Integer.MAX_VALUE;
    private int longest;

    void see(String value) {
      if (value == null || value.isBlank()) {
        return;
      }
      String text = value.strip();
      any = true;
      shortest = Math.min(shortest, text.length());
      longest = Math.max(longest, text.length());
      if (whole && isWhole(text)) {
        fitsLong = fitsLong && fitsLong(text);
        zeroLed = zeroLed || (text.length() > 1 && text.charAt(0) == '0');
      } else {
        whole = false;
      }
      numbers = numbers && isNumber(text);
      booleans = booleans && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
    }

    /** What the column of a regular file is parsed as; empty where it is not regular. */
    Optional<BlockParser.Field> regular() {
      if (!any) {
        return Optional.of(BlockParser.Field.EMPTY);
      }
      return switch (type()) {
        case INTEGER -> zeroLed ? Optional.empty() : Optional.of(BlockParser.Field.WHOLE);
        case NUMBER -> Optional.of(BlockParser.Field.NUMBER);
        case TEXT -> whole ? Optional.empty() : Optional.of(BlockParser.Field.TEXT);
        case LONG_INTEGER, BOOLEAN -> Optional.empty();
      };
    }

    CsvTypes type() {
      if (!any) {
        return NUMBER;
      }
      if (whole) {
        boolean codes = zeroLed && shortest == longest;
        if (!fitsLong || codes) {
          return TEXT;
        }
        return longest <= 15 ? INTEGER : LONG_INTEGER;
      }
      if (numbers) {
        return NUMBER;
      }
      return booleans ? BOOLEAN : TEXT;
    }
  }

  private static boolean isWhole(String text) {
    int from = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from;
  }

  private static boolean fitsLong(String text) {
    if (text.length() < 19) {
      return true;
    }
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return NOT_FINITE.contains(text.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", ""));
      }
    }
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");
}
