package org.fivesigma.metrics.decision;

import java.util.Optional;
import org.fivesigma.metrics.Undefined;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/** A metric of the classes that events are given; unweighted unless told. */
abstract class DecisionMetric extends WeightedMetric {
  private final Optional<String> at;

  /**
   * @param at the metric whose cut decides; absent: score ≥ 0.5, or the largest score
   */
  DecisionMetric(Direction direction, Optional<Weighting> weighted, Optional<String> at) {
    super(direction, weighted, Weighting.FALSE);
    this.at = at;
  }

  @Override
  public final Optional<String> cutFrom() {
    return at;
  }

  @Override
  protected final Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    if (at.isPresent() && cut.isEmpty()) {
      return new Undefined(details(scored), "metric '" + at.get() + "' has no cut");
    }
    return prepare(
        scored, at.isPresent() ? Decisions.atCut(scored, cut.get()) : Decisions.byScore(scored));
  }

  /** The metric of these decisions, a class index per event. */
  abstract Prepared prepare(Scored scored, byte[] given);
}
