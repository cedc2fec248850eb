package org.fivesigma.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A scale from values to pixels with its ticks.
 *
 * @param low value at the first pixel
 * @param high value at the last pixel
 * @param log whether ratios matter; then both ends are positive
 * @param first pixel
 * @param last pixel
 * @param names of the values 0, 1, 2, …, in place of numbers; empty: numbers
 */
record Axis(double low, double high, boolean log, double first, double last, List<String> names) {
  /** A scale of numbers. */
  Axis(double low, double high, boolean log, double first, double last) {
    this(low, high, log, first, last, List.of());
  }

  Axis {
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high) || (log && low <= 0)) {
      throw new IllegalArgumentException("no axis from " + low + " to " + high);
    }
  }

  /** A tick; without a label a small one. */
  record Tick(double value, String label) {}

  double at(double value) {
    double share =
        log
            ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
            : (value - low) / (high - low);
    return first + share * (last - first);
  }

  /**
   * Ends for values: as given where they are given, else round numbers around the values.
   *
   * @param room how much more is wanted above, as a share of the range
   */
  static double[] ends(double low, double high, boolean log, double room) {
    if (!(low <= high) || Double.isInfinite(high - low)) {
      return log ? new double[] {0.1, 1} : new double[] {0, 1};
    }
    if (log) {
      double bottom = Math.pow(10, Math.floor(Math.log10(low) + 1e-9));
      double top = high * Math.pow(high / bottom, room);
      return new double[] {bottom, Math.max(top, bottom * 10)};
    }
    double range = high - low;
    if (range <= 1e-9 * Math.max(Math.abs(low), Math.abs(high))) {
      range = low == 0 ? 1 : Math.abs(low) * 0.1;
      return new double[] {low - range / 2, low + range / 2};
    }
    double pad = 0.04 * range;
    return new double[] {
      low >= 0 && low < 0.35 * high ? 0 : low - pad, high + Math.max(pad, room * range)
    };
  }

  /** Ticks at round values, about {@code wanted} of them with labels. */
  List<Tick> ticks(int wanted) {
    if (!names.isEmpty()) {
      return IntStream.range(0, names.size()).mapToObj(i -> new Tick(i, names.get(i))).toList();
    }
    return log ? decades(wanted) : linear(wanted);
  }

  /** The power of ten that labels are multiples of; 0 for numbers that are readable as they are. */
  int exponent() {
    double largest = Math.max(Math.abs(low), Math.abs(high));
    if (log || largest == 0) {
      return 0;
    }
    int power = (int) Math.floor(Math.log10(largest));
    return power >= 5 || power <= -4 ? power : 0;
  }

  private List<Tick> linear(int wanted) {
    double step = step((high - low) / wanted);
    double unit = Math.pow(10, exponent());
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step / unit) - 1e-9));
    List<Tick> ticks = new ArrayList<>();
    long from = (long) Math.ceil(low / step - 1e-9);
    long to = (long) Math.floor(high / step + 1e-9);
    for (long i = from; i <= to; i++) {
      double value = i * step;
      String label = String.format(Locale.ROOT, "%." + decimals + "f", value / unit);
      ticks.add(new Tick(value, i == 0 ? "0" : label.replace('-', '−')));
    }
    double small =
        step / (Math.round(step / Math.pow(10, Math.floor(Math.log10(step) + 1e-9))) == 2 ? 4 : 5);
    for (long i = (long) Math.ceil(low / small); i <= (long) Math.floor(high / small); i++) {
      ticks.add(new Tick(i * small, ""));
    }
    return ticks;
  }

  private static double step(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }

  private List<Tick> decades(int wanted) {
    List<Tick> ticks = new ArrayList<>();
    int from = (int) Math.floor(Math.log10(low) + 1e-9);
    int to = (int) Math.ceil(Math.log10(high) - 1e-9);
    int every = Math.max(1, (to - from + wanted - 1) / wanted);
    for (int k = from; k <= to; k++) {
      double decade = Math.pow(10, k);
      if (decade >= low * (1 - 1e-9) && decade <= high * (1 + 1e-9)) {
        ticks.add(new Tick(decade, (k - from) % every == 0 ? power(k) : ""));
      }
      for (int m = 2; m < 10 && every == 1; m++) {
        if (m * decade > low && m * decade < high) {
          boolean few = to - from <= 1 && (m == 2 || m == 5);
          ticks.add(new Tick(m * decade, few ? shortNumber(m * decade) : ""));
        }
      }
    }
    return ticks;
  }

  /** 1 and 10 as they are, other powers as 10ⁿ. */
  static String power(int k) {
    return k == 0 ? "1" : k == 1 ? "10" : "10" + superscript(k);
  }

  static String superscript(int k) {
    String digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(k).toCharArray()) {
      text.append(c == '-' ? '⁻' : digits.charAt(c - '0'));
    }
    return text.toString();
  }

  private static String shortNumber(double value) {
    return value >= 1
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.3g", value).replaceAll("0+$", "");
  }
}
