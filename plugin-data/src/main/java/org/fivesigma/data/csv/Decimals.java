package org.fivesigma.data.csv;

import java.math.BigInteger;

/**
 * The double nearest to a decimal number of at most 19 digits, ties to even.
 *
 * <p>Short numbers are exact products or quotients of doubles (Clinger, "How to read floating point
 * numbers accurately", 1990); the others are rounded from the upper bits of the product with a
 * 128-bit power of five (Lemire, "Number parsing at a gigabyte per second", 2021).
 */
final class Decimals {
  private static final double[] EXACT = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private Decimals() {}

  /**
   * The double nearest to {@code digits · 10^exponent}.
   *
   * @param digits unsigned
   * @return NaN where the quick ways do not decide: the caller takes a slower one
   */
  static double nearest(long digits, int exponent) {
    if (digits >>> 53 == 0 && exponent >= -22 && exponent <= 22) {
      return exponent < 0 ? digits / EXACT[-exponent] : digits * EXACT[exponent];
    }
    if (digits == 0) {
      return 0;
    }
    if (exponent < Powers.LEAST || exponent > Powers.MOST) {
      return Double.NaN;
    }
    int shift = Long.numberOfLeadingZeros(digits);
    long scaled = digits << shift;
    int at = exponent - Powers.LEAST;
    long upper = timesHigh(scaled, Powers.HIGH[at]);
    long lower = scaled * Powers.HIGH[at];
    if ((upper & 0x1FF) == 0x1FF) { // the lower half of the power may carry into what is kept
      long more = timesHigh(scaled, Powers.LOW[at]);
      lower += more;
      if (Long.compareUnsigned(lower, more) < 0) {
        upper++;
      }
    }
    if (lower == -1L) {
      return Double.NaN;
    }
    int top = (int) (upper >>> 63);
    int binary = (((152170 + 65536) * exponent) >> 16) + 63 + top - shift + 1023;
    if (binary <= 0 || binary >= 2046) {
      return Double.NaN; // subnormal, or near the largest
    }
    int drop = top + 64 - 52 - 3;
    long mantissa = upper >>> drop;
    if (Long.compareUnsigned(lower, 1) <= 0
        && exponent >= -4
        && exponent <= 23
        && (mantissa & 3) == 1
        && mantissa << drop == upper) {
      mantissa &= ~1L; // exactly between two doubles: to the even one
    }
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    if (mantissa == 1L << 53) {
      mantissa = 1L << 52;
      binary++;
    }
    return Double.longBitsToDouble(((long) binary << 52) | (mantissa & ((1L << 52) - 1)));
  }

  /** The upper half of the product of two unsigned numbers. */
  private static long timesHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  /** The upper 128 bits of powers of five: rounded down, those of negative exponents up. */
  private static final class Powers {
    static final int LEAST = -342;
    static final int MOST = 308;
    static final long[] HIGH = new long[MOST - LEAST + 1];
    static final long[] LOW = new long[MOST - LEAST + 1];

    static {
      for (int exponent = LEAST; exponent <= MOST; exponent++) {
        BigInteger power = BigInteger.valueOf(5).pow(Math.abs(exponent));
        BigInteger bits;
        if (exponent >= 0) {
          int down = power.bitLength() - 128;
          bits = down >= 0 ? power.shiftRight(down) : power.shiftLeft(-down);
        } else {
          BigInteger one = BigInteger.ONE.shiftLeft(power.bitLength() + 127);
          bits = one.divide(power).add(BigInteger.ONE);
          bits = bits.shiftRight(bits.bitLength() - 128);
        }
        HIGH[exponent - LEAST] = bits.shiftRight(64).longValue();
        LOW[exponent - LEAST] = bits.longValue();
      }
    }
  }
}
