package org.fivesigma.core.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured under one direction of a systematic variation, at the nominal cuts and, for the
 * shift of the best cut, at cuts chosen anew.
 *
 * @param source name of the variation
 * @param direction {@code up} or {@code down}
 * @param shifts by key {@code <part>/<metric>[/<detail>]}
 * @param cuts best cut by metric id
 * @param yields by part: each process without and with the variation
 */
public record VariationResult(
    String source,
    String direction,
    Map<String, Shift> shifts,
    Map<String, CutShift> cuts,
    Map<String, List<YieldShift>> yields) {

  /**
   * A value under the variation.
   *
   * @param value NaN where there is none
   * @param nominal without the variation; a number
   * @param n events of the part
   * @param reason why there is no value
   */
  public record Shift(double value, double nominal, int n, Optional<String> reason) {
    private static final double ROUNDING = 1e-13;

    /** Value minus nominal, 0 where they differ by rounding alone; NaN where there is no value. */
    public double shift() {
      double shift = value - nominal;
      return Math.abs(shift) <= ROUNDING * Math.abs(nominal) ? 0 : shift;
    }
  }

  /**
   * The cut that would be chosen under the variation.
   *
   * @param best chosen on the varied valid part; empty where there is no candidate
   * @param nominal the cut in use
   */
  public record CutShift(Optional<Double> best, Optional<Double> nominal) {}

  /**
   * Expected events of a process.
   *
   * @param nominal without the variation
   * @param varied with it
   */
  public record YieldShift(String process, Yield nominal, Yield varied) {}
}
