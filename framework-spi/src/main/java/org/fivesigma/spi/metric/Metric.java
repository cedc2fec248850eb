package org.fivesigma.spi.metric;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;

/**
 * A number that says how good scores are (kind {@code metric}). The id of the extension is the name
 * in metric keys.
 *
 * <p>Contract: events with equal scores move together; weights may be negative; sums are double and
 * compensated; where a value is not defined it is NaN and {@link Prepared#reason} says why; nothing
 * throws for data.
 */
public interface Metric {
  /** What {@link #cutFrom} gives for the experiment's own choice, {@code evaluate.cut}. */
  String CHOSEN_CUT = "evaluate.cut";

  /** Direction of the main value. */
  Direction direction();

  /** Direction of a detail ({@code ""} is the main value). */
  default Direction direction(String detail) {
    return direction();
  }

  /** Which weights it is given. */
  Weighting weighting();

  /** Whether it is defined for this number of classes; otherwise the message says what to use. */
  default Optional<String> refuses(int classes) {
    return Optional.empty();
  }

  /**
   * What is wrong between the metric's options and the data: names of processes or classes that do
   * not exist. Asked once the data is read, before anything is trained.
   */
  default List<UserError> check(List<String> classes, List<String> processes) {
    return List.of();
  }

  /**
   * The metric whose cut is handed to {@link #prepare}, for metrics that have none of their own but
   * look at the accepted events: a metric's id (option {@code at}), or {@link #CHOSEN_CUT}.
   */
  default Optional<String> cutFrom() {
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
   * @param cut the cut chosen on valid, the metric's own or that of {@link #cutFrom}; absent for
   *     metrics without one, or when there is none
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

    /**
     * The values of a Poisson bootstrap replica. Details without {@linkplain #hasError errors} may
     * be NaN here.
     *
     * @param weights already multiplied by the counts and rescaled
     * @param counts how many copies of each event the replica has; sums of squared weights count
     *     copies as separate events
     */
    default double[] replica(double[] weights, byte[] counts) {
      return values(weights);
    }

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

    /**
     * The curve with a column {@code std_error} of its values, from Poisson bootstrap replicas of
     * the part; metrics without such errors give the plain curve.
     *
     * @param context seeds, threads and rescaling of this part
     */
    default Map<String, double[]> curve(CutContext context, int replicas) {
      return curve();
    }
  }

  /**
   * What choosing a cut may use.
   *
   * @param rescaling of each bootstrap replica of the valid part
   */
  record CutContext(Seeds seeds, int threads, Rescaling rescaling) {}

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
