package org.fivesigma.data.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HALVES = 0xF0F0F0F0F0F0F0F0L;
  private static final long ZEROS = 0x3030303030303030L;
  private static final long[] POWERS = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

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
  private long digits;
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
    int from = at + (bytes[at] == '-' ? 1 : 0);
    int i = digits(bytes, from, 0);
    int count = i - from;
    absent = count == 0;
    whole = from > at ? -digits : digits;
    boolean signed = from > at;
    at = i;
    if (bytes[i] != end || count > MOST_WHOLE_DIGITS) {
      return false;
    }
    return absent ? !signed : count == 1 || bytes[from] != '0';
  }

  /** Whether a number or nothing stands here; {@code at} is then its end. */
  private boolean number(byte[] bytes, byte end) {
    int begin = at;
    int minus = bytes[begin] == '-' ? 1 : 0;
    int from = begin + minus;
    int i = digits(bytes, from, 0);
    int count = i - from;
    int exponent = 0;
    if (bytes[i] == '.') {
      int dot = i;
      i = digits(bytes, dot + 1, digits);
      exponent = dot + 1 - i;
      count -= exponent;
    }
    if (count == 0) {
      return i == begin ? nothing(bytes, end) : word(bytes, begin, from, end);
    }
    if ((bytes[i] | 0x20) == 'e') {
      int first = i + (bytes[i + 1] == '-' || bytes[i + 1] == '+' ? 2 : 1);
      int power = 0;
      int last = first;
      while (bytes[last] >= '0' && bytes[last] <= '9' && power < LARGEST_EXPONENT) {
        power = 10 * power + bytes[last++] - '0';
      }
      if (last == first) {
        return false;
      }
      exponent += bytes[i + 1] == '-' ? -power : power;
      i = last;
    }
    if (bytes[i] != end) {
      return false;
    }
    at = i;
    double nearest = count > MOST_DIGITS ? Double.NaN : Decimals.nearest(digits, exponent);
    if (!Double.isNaN(nearest)) {
      number = Double.longBitsToDouble(Double.doubleToRawLongBits(nearest) | ((long) minus << 63));
      return true;
    }
    number = Double.parseDouble(ascii(bytes, begin, i));
    return !Double.isInfinite(number);
  }

  /**
   * Appends the digits from here on to a number, which {@link #digits} then is, eight at a time and
   * without a branch for each.
   *
   * @return the place behind the last digit
   */
  private int digits(byte[] bytes, int from, long before) {
    long all = before;
    int i = from;
    int count;
    do {
      long eight = (long) EIGHT_BYTES.get(bytes, i);
      // a digit's upper half is 3, also when 6 is added
      long others =
          ((eight & HALVES) | (((eight + 0x0606060606060606L) & HALVES) >>> 4))
              ^ 0x3333333333333333L;
      count = Long.numberOfTrailingZeros(others) >>> 3;
      // the digits move to the upper bytes, zeros come before them; none: all is shifted out
      int half = 4 * (8 - count);
      all = all * POWERS[count] + number((eight << half << half) - (ZEROS << half << half));
      i += count;
    } while (count == Long.BYTES);
    digits = all;
    return i;
  }

  /** The number of eight digits' values, the first in the lowest byte: pairs, then all at once. */
  private static long number(long values) {
    long pairs = 10 * values + (values >>> 8);
    long even = (pairs & 0xFF000000FFL) * (100 + (1_000_000L << 32));
    long odd = ((pairs >>> 16) & 0xFF000000FFL) * (1 + (10_000L << 32));
    return (even + odd) >>> 32;
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
