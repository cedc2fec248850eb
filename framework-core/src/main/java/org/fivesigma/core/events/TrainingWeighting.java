package org.fivesigma.core.events;

import java.util.Optional;
import org.fivesigma.spi.UserError;

/**
 * Makes the weights of the loss for any set of events.
 *
 * @param rule how classes are balanced
 * @param column the user's own weights, which then are the weights of the loss as they are
 * @param fitWeights weights by the fit policy for negative weights, of all events
 * @param yields expected sums
 * @param labels class of each event
 * @param dropped whether events with a negative weight take no part in fitting
 */
public record TrainingWeighting(
    String rule,
    Optional<double[]> column,
    double[] fitWeights,
    boolean[] dropped,
    Yields yields,
    int[] labels,
    int classes,
    int signal) {

  /** One weight per row, by the part's own number of events and sums. */
  public double[] of(int[] rows, String part) {
    if (column.isPresent()) {
      double[] result = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        result[i] = column.get()[rows[i]];
      }
      return result;
    }
    double[] rescaled = yields.rescaled(fitWeights, rows, part);
    int[] partLabels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      partLabels[i] = labels[rows[i]];
    }
    return TrainingWeightRule.of(rule).apply(rescaled, partLabels, classes, signal);
  }

  /** The rows that take part in fitting: all but those dropped for their negative weight. */
  public int[] fitted(int[] rows) {
    if (dropped.length == 0) {
      return rows;
    }
    int[] kept = java.util.Arrays.stream(rows).filter(r -> !dropped[r]).toArray();
    if (kept.length == 0) {
      throw UserError.of("negative-weights", "no event is left to train on")
          .at("data.negative_weights");
    }
    return kept;
  }
}
