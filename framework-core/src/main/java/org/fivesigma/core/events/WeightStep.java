package org.fivesigma.core.events;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.data.Columns;

/**
 * A step of the weight chain that learns from the events themselves: after the source weights,
 * before the negative-weight policy and the yields.
 */
public interface WeightStep {
  /** A chain without such a step. */
  WeightStep NONE = events -> new Result(events.weights(), Map.of());

  /**
   * New weights for the events, the given ones unchanged.
   *
   * @throws org.fivesigma.spi.UserError keyed below {@code reweight}
   */
  Result apply(Events events);

  /**
   * The selected events.
   *
   * @param hidden events of sealed parts: nothing is learned from them
   * @param row raw row of each event
   */
  record Events(
      Experiment experiment,
      Columns features,
      List<String> classes,
      int[] labels,
      List<String> processes,
      int[] process,
      double[] weights,
      boolean[] hidden,
      long[] row,
      int threads,
      Consumer<String> log) {}

  /**
   * What came of it.
   *
   * @param facts for the run folder; empty where nothing was done
   */
  record Result(double[] weights, Map<String, Object> facts) {}
}
