package org.fivesigma.spi.metric;

import java.util.Optional;
import org.fivesigma.spi.plugin.Kind;

/**
 * How a metric's cut is chosen on the valid part (kind {@code cut}; the option {@code cut} of a
 * metric that has one).
 */
public interface CutRule {
  /** The kind of these extensions. */
  Kind<CutRule> KIND =
      new Kind<>("cut", CutRule.class, "How a cut is chosen on the validation part.");

  /**
   * Chooses the cut. Never throws for data: where there is no candidate the choice is empty and
   * says why.
   *
   * @param scan the metric as a function of the cut, on the valid part
   */
  Metric.CutChoice choose(CutScan scan, Metric.CutContext context);

  /**
   * A further detail under which the value at the chosen cut is given in every part, such as {@code
   * at_mean_cut}.
   */
  default Optional<String> alias() {
    return Optional.empty();
  }
}
