package org.fivesigma.core.evaluate;

import org.fivesigma.spi.metric.Rescaling;

/**
 * A part of the data with its scores.
 *
 * @param name such as {@code valid}
 * @param labels class index per event
 * @param scores row-major {@code rows × outputs}, as the model gives them
 * @param weights physics weights, rescaled to the yields
 * @param trainingWeights weights of the loss by the part's own sums
 * @param process process index per event
 * @param rescaling of bootstrap replicas of this part
 */
public record ScoredPart(
    String name,
    int[] labels,
    double[] scores,
    double[] weights,
    double[] trainingWeights,
    int[] process,
    Rescaling rescaling) {
  /** The same events with other physics weights, whose sums the replicas keep. */
  public ScoredPart withWeights(double[] other) {
    Rescaling own =
        rescaling.groups().map(g -> Rescaling.keeping(g, other)).orElse(Rescaling.none());
    return new ScoredPart(name, labels, scores, other, trainingWeights, process, own);
  }

  /** Number of events. */
  public int rows() {
    return labels.length;
  }
}
