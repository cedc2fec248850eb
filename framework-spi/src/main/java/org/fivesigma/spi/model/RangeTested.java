package org.fivesigma.spi.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Trainer} whose learning rate can be looked for by a range test (Smith 2017): short
 * trainings in which the learning rate rises from very small to too large.
 */
public interface RangeTested {
  /** Runs the test on the train part; reports progress, writes no history. */
  RangeTest rangeTest(TrainingTask task, TrainingContext context);

  /**
   * The smoothed training loss against the learning rate, over several trainings.
   *
   * @param rates learning rates, rising
   * @param median median loss of the trainings
   * @param low lowest loss
   * @param high highest loss; the test ends where the loss grows far beyond its minimum
   * @param suggestion the learning rate at which the median falls fastest
   * @param largest the learning rate of the lowest median, beyond which training gets worse
   */
  record RangeTest(
      double[] rates,
      double[] median,
      double[] low,
      double[] high,
      double suggestion,
      double largest) {
    /** For the facts of a model or run, under {@code range_test}. */
    public Map<String, Object> facts() {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("suggestion", suggestion);
      facts.put("largest", largest);
      facts.put("rates", list(rates));
      facts.put("median", list(median));
      facts.put("low", list(low));
      facts.put("high", list(high));
      return facts;
    }

    private static List<Double> list(double[] values) {
      return Arrays.stream(values).boxed().toList();
    }
  }
}
