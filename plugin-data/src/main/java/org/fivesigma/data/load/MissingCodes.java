package org.fivesigma.data.load;

import java.util.List;

/** Numbers that mean "missing". */
final class MissingCodes {
  private final double[] codes;

  MissingCodes(List<Double> codes) {
    this.codes = codes.stream().mapToDouble(c -> c).toArray();
  }

  /** The value, or NaN where it means missing. */
  double clean(double value) {
    for (double code : codes) {
      if (value == code) {
        return Double.NaN;
      }
    }
    return value;
  }

  /** Whether an integer means missing. */
  boolean isMissing(long value) {
    for (double code : codes) {
      if (code == Math.rint(code) && Math.abs(code) < 1L << 53 && value == (long) code) {
        return true;
      }
    }
    return false;
  }
}
