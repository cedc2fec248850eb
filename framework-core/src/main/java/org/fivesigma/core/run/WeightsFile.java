package org.fivesigma.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.events.NegativeWeightClosure;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;

/**
 * {@code weights.json}: closure of reweighting and of the policies for negative weights, where a
 * run has either.
 */
final class WeightsFile {
  private WeightsFile() {}

  /** Writes it, and gives the lines for the log. */
  static List<String> write(
      RunFolder folder, Experiment experiment, EventData data, RunScores scores) {
    Map<String, Object> document = new LinkedHashMap<>();
    List<String> lines = List.of();
    if (!data.history().facts().isEmpty()) {
      document.put("reweight", data.history().facts());
    }
    Optional<ScoredPart> part =
        Stream.of("test", "valid")
            .flatMap(name -> scores.parts().stream().filter(p -> p.name().equals(name)))
            .findFirst();
    if (data.negative() > 0 && part.isPresent()) {
      String fit = experiment.data().negativeWeights().forFit();
      String evaluate = experiment.data().negativeWeights().forEvaluate();
      NegativeWeightClosure closure =
          NegativeWeightClosure.of(data, fit, evaluate, signal(data, part.get(), scores));
      document.put("negative_weights", closure.json());
      lines = closure.lines(part.get().name());
    }
    if (!document.isEmpty()) {
      AtomicFiles.write(folder.file("weights.json"), Json.text(document));
    }
    return lines;
  }

  private static NegativeWeightClosure.Scores signal(
      EventData data, ScoredPart part, RunScores scores) {
    int classes = data.classes().size();
    double[] signal = part.scores();
    if (classes > 2) {
      signal = new double[part.rows()];
      for (int i = 0; i < signal.length; i++) {
        signal[i] = part.scores()[i * classes + data.signal()];
      }
    }
    return new NegativeWeightClosure.Scores(scores.rows().get(part.name()), signal);
  }
}
