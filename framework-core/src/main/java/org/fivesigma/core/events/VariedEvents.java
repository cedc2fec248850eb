package org.fivesigma.core.events;

import java.util.Map;

/**
 * The events under a systematic variation. Their weights keep the factors that bring the nominal
 * events of a part to the yields, so that a change of rate stays a change of rate.
 *
 * @param data the events; a nominal event is in the part it is in without the variation
 * @param factors by part, the nominal factor of each group of events
 * @param group of each event: its class, or its process where the yields name processes
 */
public record VariedEvents(EventData data, Map<String, double[]> factors, int[] group) {
  /** The physics weights of a part. */
  public double[] weights(String part, int[] rows) {
    double[] factor = factors.get(part);
    double[] weights = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int g = group[rows[i]];
      weights[i] = data.weights()[rows[i]] * (g < factor.length ? factor[g] : 1);
    }
    return weights;
  }
}
