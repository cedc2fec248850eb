package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;

/** Parts of an experiment's events with scores. */
final class ScoredParts {
  private ScoredParts() {}

  /** One part with scores that are there already. */
  static ScoredPart of(EventData data, String part, int[] rows, double[] scores) {
    return new ScoredPart(
        part,
        Predictions.pick(data.labels(), rows),
        scores,
        data.physicsWeights(part, rows),
        data.trainingWeights().of(rows, part),
        Predictions.pick(data.process(), rows),
        data.yields().rescaling(rows));
  }

  /** Several parts, scored by a bundle. */
  static List<ScoredPart> of(EventData data, Map<String, int[]> parts, Bundle bundle, int threads) {
    List<ScoredPart> scored = new ArrayList<>();
    parts.forEach(
        (name, rows) -> {
          List<String> ids = new ArrayList<>();
          if (bundle.manifest().folds() > 0) {
            for (int row : rows) {
              ids.add(data.idText(row));
            }
          }
          scored.add(
              of(data, name, rows, bundle.predict(data.features().select(rows), ids, threads)));
        });
    return scored;
  }
}
