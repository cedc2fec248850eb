package org.fivesigma.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.evaluate.Evaluation;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;

/** {@code facts.json}: what is known of a run beside its metrics; costs, cuts, importance. */
final class RunFacts {
  private RunFacts() {}

  static void write(
      RunFolder folder,
      TrainedFolds folds,
      Evaluation evaluation,
      double trainSeconds,
      double trackingSeconds,
      double microsecondsPerEvent,
      Map<String, Object> importance,
      Map<String, Object> correlations,
      List<String> warnings) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("train_seconds", trainSeconds);
    facts.put("tracking_seconds", trackingSeconds);
    facts.put("predict_microseconds_per_event", microsecondsPerEvent);
    facts.put("warnings", warnings);
    facts.put("cuts", cuts(evaluation));
    facts.put("models", folds.facts());
    facts.put("importance", importance);
    facts.put("correlations", correlations);
    AtomicFiles.write(folder.file("facts.json"), Json.text(facts));
  }

  /** The cut of each metric that has one. */
  static Map<String, Object> cuts(Evaluation evaluation) {
    Map<String, Object> cuts = new LinkedHashMap<>();
    evaluation.cuts().forEach((id, c) -> c.cut().ifPresent(value -> cuts.put(id, value)));
    return cuts;
  }
}
