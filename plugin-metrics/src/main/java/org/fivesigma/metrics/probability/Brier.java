package org.fivesigma.metrics.probability;

import java.util.Optional;
import org.fivesigma.metrics.EventMean;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * The Brier score (1950): the mean of (p − y)², binary for the signal alone, multiclass summed over
 * the classes.
 */
public final class Brier extends WeightedMetric {
  /** Unweighted unless told. */
  public Brier(Optional<Weighting> weighted) {
    super(Direction.MINIMISE, weighted, Weighting.FALSE);
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    int k = scored.outputs();
    double[] squares = new double[scored.rows()];
    for (int i = 0; i < squares.length; i++) {
      for (int c = 0; c < k; c++) {
        int wanted = scored.binary() ? scored.signalClass() : c;
        double off = scored.scores()[i * k + c] - (scored.labels()[i] == wanted ? 1 : 0);
        squares[i] += off * off;
      }
    }
    return new EventMean(squares, false);
  }
}
