package org.fivesigma.data.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.fivesigma.data.plain.Values;

/**
 * Parses blocks of whole lines of a regular file: fields without quotes or blanks around them,
 * numbers in digits, texts in ASCII, one kind of line ends. It stops at anything else. One parser
 * serves one thread and keeps its arrays.
 */
final class BlockParser {
  /** What a column is parsed as. */
  enum Field {
    /** Digits, at most {@value #MOST_WHOLE_DIGITS} of them; a fraction asks for NUMBER. */
    WHOLE,
    /** Decimal numbers. */
    NUMBER,
    /** Nothing at all so far. */
    EMPTY,
    /** Texts. */
    TEXT
  }

  /** The block was parsed. */
  static final int DONE = -1;

  /** Something in the block is not regular. */
  static final int IRREGULAR = -2;

  private static final int MOST_WHOLE_DIGITS = 15;
  private static final int MOST_DIGITS = 19;
  private static final int LARGEST_EXPONENT = 9999;

  private final Field[] fields;
  private final byte delimiter;
  private final boolean carriageReturn;
  private final double[][] numbers;
  private final long[][] wholes;
  private final int[][] codes;
  private final BitSet[] missing;
  private final TextCodes[] texts;
  private int capacity;
  private int rows;
  private int at;
  private double number;
  private long whole;
  private boolean absent;

  /**
   * A parser.
   *
   * @param carriageReturn whether lines end with CR LF
   */
  BlockParser(Field[] fields, byte delimiter, boolean carriageReturn) {
    this.fields = fields;
    this.delimiter = delimiter;
    this.carriageReturn = carriageReturn;
    this.numbers = new double[fields.length][];
    this.wholes = new long[fields.length][];
    this.codes = new int[fields.length][];
    this.missing = new BitSet[fields.length];
    this.texts = new TextCodes[fields.length];
  }

  /** Rows of the block parsed last. */
  int rows() {
    return rows;
  }

  /** The columns of the block parsed last, valid until the next. */
  List<Values> values() {
    List<Values> values = new ArrayList<>(fields.length);
    for (int c = 0; c < fields.length; c++) {
      values.add(
          switch (fields[c]) {
            case WHOLE -> new Values.Longs(wholes[c], missing[c]);
            case TEXT -> new Values.Texts(codes[c], texts[c].texts());
            case NUMBER, EMPTY -> new Values.Doubles(numbers[c]);
          });
    }
    return values;
  }

  /**
   * Parses the lines of a block.
   *
   * @param to behind the line feed of the last line
   * @return {@link #DONE}, {@link #IRREGULAR}, or the column of whole numbers that is not one
   */
  int parse(byte[] bytes, int from, int to) {
    rows = 0;
    for (int c = 0; c < fields.length; c++) {
      missing[c] = new BitSet();
      texts[c] = fields[c] == Field.TEXT ? new TextCodes() : null;
    }
    byte lineEnd = (byte) (carriageReturn ? '\r' : '\n');
    int last = fields.length - 1;
    at = from;
    while (at < to) {
      if (bytes[at] == lineEnd) {
        return IRREGULAR; // a blank line
      }
      if (rows == capacity) {
        grow(to - from);
      }
      for (int c = 0; c <= last; c++) {
        int outcome = field(bytes, c, c == last ? lineEnd : delimiter);
        if (outcome != DONE) {
          return outcome;
        }
        at++;
      }
      if (carriageReturn && bytes[at++] != '\n') {
        return IRREGULAR;
      }
      rows++;
    }
    return at == to ? DONE : IRREGULAR;
  }

  private int field(byte[] bytes, int c, byte end) {
    boolean regular;
    switch (fields[c]) {
      case NUMBER -> {
        regular = number(bytes, end);
        numbers[c][rows] = number;
      }
      case WHOLE -> {
        regular = whole(bytes, end);
        if (!regular && (bytes[at] == '.' || (bytes[at] | 0x20) == 'e')) {
          return c;
        }
        wholes[c][rows] = whole;
        if (absent) {
          missing[c].set(rows);
        }
      }
      case TEXT -> regular = text(bytes, c, end);
      default -> {
        regular = bytes[at] == end;
        numbers[c][rows] = Double.NaN;
      }
    }
    return regular ? DONE : IRREGULAR;
  }

  private void grow(int bytes) {
    int larger =
        capacity == 0 ? Math.max(16, bytes / (4 * fields.length + 1)) : capacity + capacity / 2;
    for (int c = 0; c < fields.length; c++) {
      switch (fields[c]) {
        case WHOLE ->
            wholes[c] = wholes[c] == null ? new long[larger] : Arrays.copyOf(wholes[c], larger);
        case TEXT ->
            codes[c] = codes[c] == null ? new int[larger] : Arrays.copyOf(codes[c], larger);
        case NUMBER, EMPTY ->
            numbers[c] =
                numbers[c] == null ? new double[larger] : Arrays.copyOf(numbers[c], larger);
      }
    }
    capacity = larger;
  }

  /** Whether a whole number or nothing stands here; {@code at} is then its end. */
  private boolean whole(byte[] bytes, byte end) {
    int i = at;
    boolean negative = bytes[i] == '-';
    if (negative) {
      i++;
    }
    int from = i;
    long digits = 0;
    for (int d = bytes[i] - '0'; d >= 0 && d <= 9; d = bytes[i] - '0') {
      digits = 10 * digits + d;
      i++;
    }
    int count = i - from;
    absent = count == 0;
    whole = negative ? -digits : digits;
    at = i;
    if (bytes[i] != end || count > MOST_WHOLE_DIGITS) {
      return false;
    }
    return absent ? !negative : count == 1 || bytes[from] != '0';
  }

  /** Whether a number or nothing stands here; {@code at} is then its end. */
  private boolean number(byte[] bytes, byte end) {
    int begin = at;
    int i = begin;
    boolean negative = bytes[i] == '-';
    if (negative) {
      i++;
    }
    int from = i;
    long digits = 0;
    int d = bytes[i] - '0';
    while (d >= 0 && d <= 9) {
      digits = 10 * digits + d;
      d = bytes[++i] - '0';
    }
    int count = i - from;
    int exponent = 0;
    if (bytes[i] == '.') {
      int dot = i;
      d = bytes[++i] - '0';
      while (d >= 0 && d <= 9) {
        digits = 10 * digits + d;
        d = bytes[++i] - '0';
      }
      exponent = dot + 1 - i;
      count -= exponent;
    }
    if (count == 0) {
      return i == begin ? nothing(bytes, end) : word(bytes, begin, from, end);
    }
    if ((bytes[i] | 0x20) == 'e') {
      i++;
      boolean below = bytes[i] == '-';
      if (below || bytes[i] == '+') {
        i++;
      }
      int first = i;
      int power = 0;
      d = bytes[i] - '0';
      while (d >= 0 && d <= 9 && power < LARGEST_EXPONENT) {
        power = 10 * power + d;
        d = bytes[++i] - '0';
      }
      if (i == first) {
        return false;
      }
      exponent += below ? -power : power;
    }
    if (bytes[i] != end) {
      return false;
    }
    double nearest = count > MOST_DIGITS ? Double.NaN : Decimals.nearest(digits, exponent);
    if (Double.isNaN(nearest)) {
      number = Double.parseDouble(ascii(bytes, begin, i));
      if (Double.isInfinite(number)) {
        return false;
      }
    } else {
      number = negative ? -nearest : nearest;
    }
    at = i;
    return true;
  }

  private boolean nothing(byte[] bytes, byte end) {
    number = Double.NaN;
    return bytes[at] == end || word(bytes, at, at, end);
  }

  /** Whether NaN or infinity stands here, as C writes them. */
  private boolean word(byte[] bytes, int begin, int from, byte end) {
    int i = from;
    while (i - from <= 8 && bytes[i] != end) {
      i++;
    }
    String word = ascii(bytes, from, i);
    if (word.equalsIgnoreCase("nan") && begin == from) {
      number = Double.NaN;
    } else if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
      number = begin == from ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    } else {
      return false;
    }
    at = i;
    return true;
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  private boolean text(byte[] bytes, int c, byte end) {
    int from = at;
    int i = from;
    while (bytes[i] != end) {
      if (bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == delimiter) {
        return false; // line ends and what is beyond ASCII are among these
      }
      i++;
    }
    at = i;
    if (i == from) {
      codes[c][rows] = -1;
      return true;
    }
    codes[c][rows] = texts[c].code(bytes, from, i);
    return bytes[from] != ' ' && bytes[i - 1] != ' ';
  }
}
