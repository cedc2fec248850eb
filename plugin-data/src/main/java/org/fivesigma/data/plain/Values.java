package org.fivesigma.data.plain;

import java.util.BitSet;
import java.util.List;

/** The values of one column in some consecutive rows. Arrays may be longer than there are rows. */
public sealed interface Values {

  /** What a column holds; all its pieces hold the same. */
  enum Kind {
    /** Doubles; missing is NaN. */
    DOUBLE('D'),
    /** 64-bit integers, some of which may be missing. */
    LONG('L'),
    /** Texts by a dictionary, some of which may be missing. */
    TEXT('T');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    /** Its sign in the index of a file. */
    char letter() {
      return letter;
    }

    /** The kind of a sign. */
    static Kind of(char letter) {
      for (Kind kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of column has the sign '" + letter + "'");
    }
  }

  /** Doubles; missing is NaN. */
  record Doubles(double[] values) implements Values {}

  /**
   * Integers.
   *
   * @param missing the rows without a value
   */
  record Longs(long[] values, BitSet missing) implements Values {}

  /**
   * Texts.
   *
   * @param codes places in the dictionary; −1: missing
   */
  record Texts(int[] codes, List<String> dictionary) implements Values {}

  /** The kind of column these values belong to. */
  default Kind kind() {
    if (this instanceof Doubles) {
      return Kind.DOUBLE;
    }
    return this instanceof Longs ? Kind.LONG : Kind.TEXT;
  }
}
