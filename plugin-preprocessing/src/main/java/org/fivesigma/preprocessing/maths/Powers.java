package org.fivesigma.preprocessing.maths;

/**
 * Box and Cox's power transform (J. R. Stat. Soc. B 26 (1964) 211) and that of Yeo and Johnson for
 * all numbers (Biometrika 87 (2000) 954). Both are (e^{λu} − 1)/λ of a logarithm u: of x, or of 1 +
 * |x|, with 2 − λ in place of λ for negative x.
 */
public final class Powers {
  private static final double SMALL = 1e-3;

  private Powers() {}

  /** ln(1 + a) for a ≥ 0, to full precision. */
  public static double logOnePlus(double a) {
    double w = 1 + a;
    return Math.log(w) + (a - (w - 1)) / w;
  }

  /** (e^{λu} − 1)/λ, which is u where λ is 0. */
  public static double ofLog(double u, double lambda) {
    if (Math.abs(lambda) > SMALL) {
      return (Math.exp(lambda * u) - 1) / lambda;
    }
    return lambda == 0 ? u : Math.expm1(lambda * u) / lambda;
  }

  /** The logarithm whose {@link #ofLog} is y. */
  public static double toLog(double y, double lambda) {
    return lambda == 0 ? y : Math.log1p(lambda * y) / lambda;
  }

  /** Yeo and Johnson's transform; NaN of NaN. */
  public static double yeoJohnson(double x, double lambda) {
    return x < 0 ? -ofLog(logOnePlus(-x), 2 - lambda) : ofLog(logOnePlus(x), lambda);
  }

  /** The number whose {@link #yeoJohnson} is y; NaN where there is none. */
  public static double inverseYeoJohnson(double y, double lambda) {
    return y < 0 ? -Math.expm1(toLog(-y, 2 - lambda)) : Math.expm1(toLog(y, lambda));
  }

  /** Box and Cox's transform of a positive number. */
  public static double boxCox(double x, double lambda) {
    return ofLog(Math.log(x), lambda);
  }

  /** The number whose {@link #boxCox} is y; NaN where there is none. */
  public static double inverseBoxCox(double y, double lambda) {
    return Math.exp(toLog(y, lambda));
  }
}
