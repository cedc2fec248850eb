package org.fivesigma.serving.events;

import java.util.List;

/**
 * Events of a request.
 *
 * @param values one array per feature, in the order of the manifest; missing is NaN
 * @param ids texts that identify the events; empty: their places do
 * @param ignored columns of the request that the model does not need
 */
public record Events(int rows, float[][] values, List<String> ids, List<String> ignored) {
  /** What identifies an event in the answer. */
  public String id(int row) {
    return ids.isEmpty() ? Integer.toString(row) : ids.get(row);
  }
}
