package org.fivesigma.core.run;

import java.util.List;
import java.util.Map;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.evaluate.Evaluator;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;

/**
 * Labelled events scored by a saved model and measured at its own cuts.
 *
 * @param parts the events with their scores
 * @param metrics as {@code metrics.json}
 */
record SavedModelScores(List<ScoredPart> parts, Map<String, Object> metrics) {

  /** Scores and measures some parts of an experiment's events. */
  static SavedModelScores of(
      ExperimentFile file, EventData data, Map<String, int[]> parts, Bundle bundle, int threads) {
    Experiment experiment = file.experiment().orElseThrow();
    List<ScoredPart> scored = ScoredParts.of(data, parts, bundle, threads);
    Evaluator evaluator =
        Evaluators.of(experiment, Evaluators.plan(file, data.classes().size()), data, threads);
    return new SavedModelScores(
        scored, MetricsFile.json(evaluator.evaluateAt(scored, bundle.manifest().cuts()).values()));
  }
}
