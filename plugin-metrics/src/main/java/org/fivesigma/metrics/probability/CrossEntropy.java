package org.fivesigma.metrics.probability;

import java.util.Optional;
import org.fivesigma.metrics.EventMean;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * The cross entropy −ln p(true class), with p kept at least 2⁻⁵² away from 0 and 1. {@code
 * log_loss} is its weighted mean; {@code loss} is the training loss, Σw(−ln p)/N with training
 * weights.
 */
public final class CrossEntropy extends WeightedMetric {
  private static final double SMALLEST = Math.ulp(1.0);
  private final boolean trainingLoss;

  private CrossEntropy(Optional<Weighting> weighted, Weighting otherwise, boolean trainingLoss) {
    super(Direction.MINIMISE, weighted, otherwise);
    this.trainingLoss = trainingLoss;
  }

  /** {@code log_loss}: Σw(−ln p)/Σw, unweighted unless told. */
  public static CrossEntropy logLoss(Optional<Weighting> weighted) {
    return new CrossEntropy(weighted, Weighting.FALSE, false);
  }

  /** {@code loss}: Σw(−ln p)/N with training weights. */
  public static CrossEntropy loss() {
    return new CrossEntropy(Optional.empty(), Weighting.TRAINING, true);
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    double[] loss = new double[scored.rows()];
    for (int i = 0; i < loss.length; i++) {
      loss[i] = -Math.log(probability(scored, i, scored.labels()[i]));
    }
    return new EventMean(loss, trainingLoss);
  }

  private static double probability(Scored scored, int event, int label) {
    double p;
    if (scored.binary()) {
      double signal = clip(scored.scores()[event]);
      p = label == scored.signalClass() ? signal : 1 - signal;
    } else {
      p = clip(scored.scores()[event * scored.classes().size() + label]);
    }
    return p;
  }

  private static double clip(double p) {
    return Math.min(Math.max(p, SMALLEST), 1 - SMALLEST);
  }
}
