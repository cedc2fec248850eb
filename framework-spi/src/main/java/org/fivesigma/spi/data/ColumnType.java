package org.fivesigma.spi.data;

/** What a column of a source holds, before it is read into memory. */
public enum ColumnType {
  /** Floating-point numbers. */
  FLOATING,
  /** Integers (booleans too). */
  INTEGER,
  /** Text. */
  TEXT,
  /** Lists, structs, dates: refused as a feature with the type named. */
  OTHER;

  /** Whether the column can be a feature as it is. */
  public boolean numeric() {
    return this == FLOATING || this == INTEGER;
  }
}
