package org.fivesigma.spi.search;

import java.util.List;
import java.util.Map;

/**
 * One setting tried.
 *
 * @param number 0-based, unique in the study
 * @param params values by path; a parameter that is not active is absent
 * @param value the objective; NaN unless finished (a pruned trial: its last intermediate value)
 * @param noise standard error of the value; 0 where it is not known
 * @param intermediate what was reported while it ran, by step ascending
 * @param reason why it failed or was pruned; empty otherwise
 */
public record Trial(
    int number,
    State state,
    Map<String, Object> params,
    double value,
    double noise,
    List<Intermediate> intermediate,
    String reason) {

  /** Where a trial stands. */
  public enum State {
    /** Asked for, not told. */
    RUNNING,
    /** Has a value. */
    FINISHED,
    /** Stopped by the pruner. */
    PRUNED,
    /** Has none, and a reason. */
    FAILED
  }

  /** The objective after a round or an epoch. */
  public record Intermediate(double step, double value) {}
}
