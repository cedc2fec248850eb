package org.fivesigma.serving.events;

import java.nio.charset.StandardCharsets;

/** Decimal numbers in bytes, correctly rounded as {@link Double#parseDouble} does. */
final class Decimal {
  private static final double[] POWERS = new double[23];
  private static final long EXACT = 1L << 53;

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private Decimal() {}

  /**
   * The number in bytes {@code from … to−1}, without spaces around it.
   *
   * @throws NumberFormatException when it is none, or not finite
   */
  static double parse(byte[] text, int from, int to) {
    int at = from;
    boolean negative = at < to && text[at] == '-';
    if (negative || (at < to && text[at] == '+')) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int scale = 0;
    boolean point = false;
    int first = at;
    for (; at < to; at++) {
      byte c = text[at];
      if (c >= '0' && c <= '9') {
        if (digits >= EXACT / 10 - 1) {
          return slow(text, from, to);
        }
        digits = digits * 10 + (c - '0');
        count++;
        scale -= point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (count == 0) {
      throw new NumberFormatException();
    }
    if (at < to) {
      if ((text[at] != 'e' && text[at] != 'E') || at == first) {
        throw new NumberFormatException();
      }
      int sign = 1;
      int exponent = 0;
      int start = ++at;
      if (at < to && (text[at] == '-' || text[at] == '+')) {
        sign = text[at] == '-' ? -1 : 1;
        start = ++at;
      }
      for (; at < to && text[at] >= '0' && text[at] <= '9'; at++) {
        exponent = Math.min(100000, exponent * 10 + (text[at] - '0'));
      }
      if (at < to || at == start) {
        throw new NumberFormatException();
      }
      scale += sign * exponent;
    }
    double value = digits;
    if (scale != 0 && digits != 0) {
      if (Math.abs(scale) >= POWERS.length) {
        return slow(text, from, to);
      }
      // both factors are exact, so that the result is rounded once
      value = scale < 0 ? value / POWERS[-scale] : value * POWERS[scale];
    }
    return negative ? -value : value;
  }

  private static double slow(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        throw new NumberFormatException();
      }
    }
    double value = Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
    if (Double.isInfinite(value)) {
      throw new NumberFormatException();
    }
    return value;
  }
}
