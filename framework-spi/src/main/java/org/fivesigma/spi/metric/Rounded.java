package org.fivesigma.spi.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a reader wants them: no more digits than their errors allow. */
public final class Rounded {
  private Rounded() {}

  /** Four significant digits; integers as they are. */
  public static String plain(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** Value ± error: the error with two significant digits, the value with as many decimals. */
  public static String withError(double value, double error) {
    if (!(error > 0) || Double.isInfinite(error) || Double.isNaN(value)) {
      return plain(value);
    }
    int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(error) + 1e-12));
    if (decimals > 9) {
      return String.format(Locale.ROOT, "%.6g ± %.2g", value, error);
    }
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString()
        + " ± "
        + BigDecimal.valueOf(error).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  /** With its sign, three digits. */
  public static String signed(double value) {
    return Double.isNaN(value)
        ? "–"
        : value == 0 ? "0" : String.format(Locale.ROOT, "%+.3g", value);
  }
}
