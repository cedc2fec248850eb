package org.fivesigma.data.load;

import java.util.Set;
import org.fivesigma.spi.data.ColumnType;

/** What the database's type names mean for us. */
final class DuckTypes {
  private static final Set<String> SHORT_INTEGERS =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");
  private static final Set<String> LONG_INTEGERS = Set.of("UBIGINT", "HUGEINT", "UHUGEINT");

  private DuckTypes() {}

  /** What a column of the type holds. */
  static ColumnType meaning(String type) {
    if (floating(type)) {
      return ColumnType.FLOATING;
    }
    if (fitsLong(type) || LONG_INTEGERS.contains(type) || bool(type)) {
      return ColumnType.INTEGER;
    }
    return text(type) ? ColumnType.TEXT : ColumnType.OTHER;
  }

  static boolean floating(String type) {
    return type.equals("FLOAT") || type.equals("DOUBLE") || type.startsWith("DECIMAL");
  }

  /** Whether NaN is among its values. */
  static boolean hasNan(String type) {
    return type.equals("FLOAT") || type.equals("DOUBLE");
  }

  static boolean bool(String type) {
    return type.equals("BOOLEAN");
  }

  static boolean text(String type) {
    return type.equals("VARCHAR") || type.startsWith("ENUM");
  }

  /** Integers that are 64-bit signed at most. */
  static boolean fitsLong(String type) {
    return SHORT_INTEGERS.contains(type);
  }

  static boolean integer(String type) {
    return fitsLong(type) || LONG_INTEGERS.contains(type);
  }

  /** The type that holds the values of both. */
  static String common(String a, String b) {
    if (a.equals(b)) {
      return a;
    }
    if (fitsLong(a) && fitsLong(b)) {
      return "BIGINT";
    }
    if (integer(a) && integer(b)) {
      return "HUGEINT";
    }
    if ((floating(a) || integer(a)) && (floating(b) || integer(b))) {
      return "DOUBLE";
    }
    return "VARCHAR";
  }
}
