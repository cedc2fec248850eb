package org.fivesigma.spi.data;

/** How numbers are written as text where they stand for labels, ids and processes. */
final class Numbers {
  private Numbers() {}

  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }
}
