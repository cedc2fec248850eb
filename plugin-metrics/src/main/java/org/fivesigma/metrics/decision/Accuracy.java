package org.fivesigma.metrics.decision;

import java.util.Optional;
import org.fivesigma.metrics.EventMean;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/** The share of events that are given their class. */
public final class Accuracy extends DecisionMetric {
  /**
   * @param at the metric whose cut decides; absent: score ≥ 0.5, or the largest score
   */
  public Accuracy(Optional<Weighting> weighted, Optional<String> at) {
    super(Direction.MAXIMISE, weighted, at);
  }

  @Override
  Prepared prepare(Scored scored, byte[] given) {
    double[] right = new double[scored.rows()];
    for (int i = 0; i < right.length; i++) {
      right[i] = given[i] == scored.labels()[i] ? 1 : 0;
    }
    return new EventMean(right, false);
  }
}
