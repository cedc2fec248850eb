package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;

/**
 * What the models of a run say of the parts.
 *
 * @param parts with their scores
 * @param rows the events of each part
 * @param microsecondsPerEvent of prediction
 */
record RunScores(List<ScoredPart> parts, Map<String, int[]> rows, double microsecondsPerEvent) {

  /**
   * Scores the parts that are wanted.
   *
   * @param before called before each part; may throw to stop
   */
  static RunScores of(
      EventData data, TrainedFolds folds, Predicate<String> wanted, int threads, Runnable before) {
    List<ScoredPart> parts = new ArrayList<>();
    Map<String, int[]> rows = new LinkedHashMap<>();
    long start = System.nanoTime();
    long predicted = 0;
    for (Map.Entry<String, int[]> part : data.parts().entrySet()) {
      if (wanted.test(part.getKey())) {
        before.run();
        double[] scores =
            folds.scores(data, data.features(), part.getKey(), part.getValue(), threads);
        requireFinite(part.getKey(), scores);
        predicted += part.getValue().length;
        parts.add(ScoredParts.of(data, part.getKey(), part.getValue(), scores));
        rows.put(part.getKey(), part.getValue());
      }
    }
    double time = (System.nanoTime() - start) / 1e3;
    return new RunScores(parts, rows, predicted == 0 ? 0 : time / predicted);
  }

  static void requireFinite(String part, double[] scores) {
    for (double score : scores) {
      if (Double.isNaN(score) || Double.isInfinite(score)) {
        throw new IllegalStateException(
            "the model gives a score that is not a number in part " + part);
      }
    }
  }
}
