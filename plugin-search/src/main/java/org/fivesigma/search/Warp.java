package org.fivesigma.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A monotonic change of the objective's scale, so that a stationary Gaussian process suits it:
 * values with a long tail of bad ones are compressed there, values that crowd among the bad ones
 * are spread there.
 */
final class Warp {
  /** Index of the candidate that changes nothing. */
  static final int PLAIN = 0;

  /** In units of the distance from the best value to the median. */
  private static final double[] COMPRESSING = {1, 0.1, 0.01};

  /** In units of the distance from the median to the worst value. */
  private static final double SPREADING = 1;

  private final double origin;
  private final double unit;
  private final int sign;
  private final double mean;
  private final double deviation;

  private Warp(double origin, double unit, int sign, double mean, double deviation) {
    this.origin = origin;
    this.unit = unit;
    this.sign = sign;
    this.mean = mean;
    this.deviation = deviation;
  }

  /** Candidates for these values (smaller is better): plain, compressing, and spreading. */
  static Warp[] candidates(double[] y) {
    double[] sorted = y.clone();
    Arrays.sort(sorted);
    double least = sorted[0];
    double median = sorted[sorted.length / 2];
    double most = sorted[sorted.length - 1];
    List<Warp> list = new ArrayList<>();
    list.add(fitted(0, 0, 0, y));
    for (double unit : COMPRESSING) {
      if (median > least) {
        list.add(fitted(least, unit * (median - least), 1, y));
      }
    }
    if (most > median) {
      list.add(fitted(most, SPREADING * (most - median), -1, y));
    }
    return list.toArray(Warp[]::new);
  }

  private static Warp fitted(double origin, double unit, int sign, double[] y) {
    Warp raw = new Warp(origin, unit, sign, 0, 1);
    double mean = Arrays.stream(y).map(raw::of).average().orElse(0);
    double square =
        Arrays.stream(y).map(v -> (raw.of(v) - mean) * (raw.of(v) - mean)).average().orElse(0);
    return new Warp(origin, unit, sign, mean, square > 0 ? Math.sqrt(square) : 1);
  }

  /** The value on the new scale: standardised over the values it was made for. */
  double of(double y) {
    double t =
        sign == 0
            ? y
            : sign > 0
                ? Math.log1p(Math.max(0, y - origin) / unit)
                : -Math.log1p(Math.max(0, origin - y) / unit);
    return (t - mean) / deviation;
  }

  /** How fast the new scale moves at a value. */
  double slope(double y) {
    double t =
        sign == 0
            ? 1
            : sign > 0
                ? 1 / (unit + Math.max(0, y - origin))
                : 1 / (unit + Math.max(0, origin - y));
    return t / deviation;
  }

  /** Sum of the logarithms of the slopes: what the change of scale adds to a log likelihood. */
  double logJacobian(double[] y) {
    return Arrays.stream(y).map(v -> Math.log(slope(v))).sum();
  }
}
