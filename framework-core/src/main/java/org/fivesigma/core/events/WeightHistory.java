package org.fivesigma.core.events;

import java.util.Arrays;
import java.util.Map;

/**
 * How the weights of events came to be, before the negative-weight policies.
 *
 * @param source weights of the sources, with cross-sections
 * @param stepped after the step that learns from the events; the same where there is none
 * @param facts what that step tells
 */
public record WeightHistory(double[] source, double[] stepped, Map<String, Object> facts) {

  /**
   * Weights of the same events under a variation, with the nominal factors of the step, so that a
   * variation changes what it is meant to change only. Events that are not among the nominal ones
   * keep their weight.
   *
   * @param varied weights of the varied events
   * @param row raw row of each of them, ascending
   * @param nominalRow raw row of each nominal event, ascending
   */
  double[] applied(double[] varied, long[] row, long[] nominalRow) {
    if (facts.isEmpty()) {
      return varied;
    }
    double[] result = varied.clone();
    for (int i = 0; i < result.length; i++) {
      int at = Arrays.binarySearch(nominalRow, row[i]);
      if (at >= 0 && source[at] != 0) {
        result[i] *= stepped[at] / source[at];
      }
    }
    return result;
  }
}
