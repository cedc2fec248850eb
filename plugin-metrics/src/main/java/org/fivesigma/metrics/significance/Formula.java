package org.fivesigma.metrics.significance;

/**
 * A significance of s signal events over b ± √variance background events. A negative s gives a
 * negative value.
 */
public sealed interface Formula {
  /** The value; only asked where {@link #defined}. */
  double value(double s, double b, double variance);

  /** Whether there is a value. */
  boolean defined(double s, double b);

  /**
   * The c of the bound |value| ≤ s/√(c + b + variance) for s ≥ 0 (without variance where {@link
   * #usesVariance} says so), so that a scan can leave out what cannot be the best. Where s > 0, the
   * formula is defined exactly if c + b > 0.
   */
  default double offset() {
    return 0;
  }

  /** Whether the variance of the background matters. */
  default boolean usesVariance() {
    return true;
  }

  /**
   * The approximate median significance √(2[(s+b+b_r) ln(1+s/(b+b_r)) − s]) of the HiggsML
   * challenge (Adam-Bourdarios et al. 2014); with b_r = 0 the Asimov significance of Cowan et al.
   * 2011.
   *
   * @param regularisation b_r
   */
  record Ams(double regularisation) implements Formula {
    @Override
    public double value(double s, double b, double variance) {
      double base = b + regularisation;
      return Math.copySign(Math.sqrt(2 * base * excess(s / base)), s);
    }

    @Override
    public boolean defined(double s, double b) {
      return b + regularisation > 0 && s + b + regularisation > 0;
    }

    @Override
    public double offset() {
      return regularisation;
    }

    @Override
    public boolean usesVariance() {
      return false;
    }
  }

  /**
   * The Asimov significance with an uncertain background (Cowan 2012): √{2[(s+b) ln((s+b)(b+v)/(b²
   * + (s+b)v)) − (b²/v) ln(1 + vs/(b(b+v)))]}, v the variance; without variance it is {@link Ams}
   * with b_r = 0.
   */
  record Asimov() implements Formula {
    private static final double NO_VARIANCE = 1e-13;

    @Override
    public double value(double s, double b, double v) {
      if (v <= NO_VARIANCE * b) {
        return new Ams(0).value(s, b, 0);
      }
      double n = s + b;
      double first = n == 0 ? 0 : n * Math.log1p(s * b / (b * b + n * v));
      double second = b * b / v * Math.log1p(v * s / (b * (b + v)));
      return Math.copySign(Math.sqrt(Math.max(0, 2 * (first - second))), s);
    }

    @Override
    public boolean defined(double s, double b) {
      return b > 0 && s + b >= 0;
    }
  }

  /** s/√(s + b + variance). */
  record Quadratic() implements Formula {
    @Override
    public double value(double s, double b, double variance) {
      return s / Math.sqrt(s + b + variance);
    }

    @Override
    public boolean defined(double s, double b) {
      return b > 0 && s + b > 0;
    }
  }

  /** s/√b. */
  record SOverSqrtB() implements Formula {
    @Override
    public double value(double s, double b, double variance) {
      return s / Math.sqrt(b);
    }

    @Override
    public boolean defined(double s, double b) {
      return b > 0;
    }

    @Override
    public boolean usesVariance() {
      return false;
    }
  }

  /** (1+x) ln(1+x) − x, without loss of digits for small x. */
  private static double excess(double x) {
    if (Math.abs(x) > 0.02) {
      return (1 + x) * Math.log1p(x) - x;
    }
    // x²/2 − x³/6 + x⁴/12 − …: the terms are (−x)ⁿ/(n(n−1))
    double sum = 0;
    double power = x * x;
    for (int n = 2; n <= 10; n++) {
      sum += power / (n * (n - 1.0));
      power *= -x;
    }
    return sum;
  }
}
