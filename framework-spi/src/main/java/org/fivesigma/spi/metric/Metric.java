package org.fivesigma.spi.metric;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.Seeds;

/**
 * A number that says how good scores are (kind {@code metric}). The id of the extension is the name
 * in metric keys.
 *
 * <p>Contract: events with equal scores move together; weights may be negative; sums are double and
 * compensated; where a value is not defined it is NaN and {@link Values#reason} says why; nothing
 * throws for data.
 */
public interface Metric {
  /** Direction of the main value. */
  Direction direction();

  /** Which weights it is given. */
  Weighting weighting();

  /** Whether it is defined for this number of classes; otherwise the message says what to use. */
  default Optional<String> refuses(int classes) {
    return Optional.empty();
  }

  /**
   * Chooses this metric's cut on the valid part; only for metrics that have one.
   *
   * @param valid the part, weighted by {@link #weighting}
   * @return the cut, or empty with a reason; metrics without a cut give {@link CutChoice#NONE}
   */
  default CutChoice chooseCut(Scored valid, CutContext context) {
    return CutChoice.NONE;
  }

  /** Whether {@link #chooseCut} means anything. */
  default boolean hasCut() {
    return false;
  }

  /**
   * Sorts and groups once, so that many weight vectors (bootstrap replicas) are evaluated fast.
   *
   * @param scored the part, weighted by {@link #weighting}
   * @param cut the cut chosen on valid; absent for metrics without one, or when there is none
   */
  Prepared prepare(Scored scored, Optional<Double> cut);

  /** A part made ready. Thread-safe. */
  interface Prepared {
    /**
     * Details after {@code <part>/<metric>}: {@code ""} for the main value, then such as {@code
     * cut}, {@code s}. The same for all weight vectors.
     */
    List<String> details();

    /**
     * The values, one per detail, for these event weights in the order of the part; NaN where not
     * defined.
     */
    double[] values(double[] weights);

    /** Why the value of a detail is NaN for the part's own weights. */
    default Optional<String> reason(String detail) {
      return Optional.empty();
    }

    /** Whether error bars make sense for a detail (not for a cut or a replica statistic). */
    default boolean hasError(String detail) {
      return true;
    }

    /**
     * Lines the user must see: {@code not resolved: 4.2 effective background events above the cut}.
     */
    default List<String> warnings() {
      return List.of();
    }

    /**
     * The curve behind the value (roc, significance scan), by column name; empty where there is
     * none.
     */
    default Map<String, double[]> curve() {
      return Map.of();
    }
  }

  /** What choosing a cut may use. */
  record CutContext(Seeds seeds, int threads, Rescaling rescaling) {}

  /**
   * Rescales a replica's weights in place, class by class (or process by process), to the yields;
   * identity under as_is.
   */
  interface Rescaling {
    /** Changes {@code weights}, which are the part's, in its order. */
    void rescale(double[] weights);
  }

  /**
   * A chosen cut: events with score ≥ cut are accepted.
   *
   * @param cut the cut; empty when there is no candidate
   * @param reason why there is none
   * @param extra further values for {@code valid/<metric>/…}: overall, mean, at_mean_cut, low, high
   */
  record CutChoice(Optional<Double> cut, Optional<String> reason, Map<String, Double> extra) {
    /** No cut, for metrics that have none. */
    public static final CutChoice NONE =
        new CutChoice(Optional.empty(), Optional.empty(), Map.of());
  }
}
