package org.fivesigma.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.evaluate.EvaluationPlan;
import org.fivesigma.core.evaluate.Evaluator;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;

/**
 * The metrics of a saved model on the labelled data of an experiment file, at the cuts of the
 * model.
 */
public final class BundleEvaluation {
  private BundleEvaluation() {}

  /**
   * Evaluates.
   *
   * @param part only this part; absent: all parts that are not sealed
   * @return as {@code metrics.json}
   * @throws UserError when the data lack the model's features or have other classes
   */
  public static Map<String, Object> of(
      RunServices services,
      Bundle bundle,
      ExperimentFile file,
      Optional<String> part,
      int threads) {
    ExperimentFile own = file.with(Map.of("data.features", bundle.manifest().featureNames()));
    Experiment experiment = own.experiment().orElseThrow();
    long splitSeed = experiment.splitSeed().orElse(experiment.seed());
    EventData data =
        services
            .eventReader()
            .read(
                experiment,
                services.cache(),
                threads,
                new Seeds(splitSeed).child("split"),
                services.console()::log);
    if (!data.classes().equals(bundle.manifest().classes())) {
      throw UserError.of(
              "other-classes",
              "the data have the classes "
                  + String.join(", ", data.classes())
                  + ", the model "
                  + String.join(", ", bundle.manifest().classes()))
          .at("data.label");
    }
    Map<String, int[]> parts = new LinkedHashMap<>(data.parts());
    if (part.isPresent() && !parts.containsKey(part.get())) {
      throw UserError.of("no-such-part", "there is no part '" + part.get() + "'")
          .at("split")
          .hint("parts are " + String.join(", ", parts.keySet()));
    }
    parts
        .keySet()
        .removeIf(
            p ->
                part.isPresent() ? !p.equals(part.get()) : experiment.split().sealed().contains(p));
    List<ScoredPart> scored = ScoredParts.of(data, parts, bundle, threads);
    EvaluationPlan plan =
        new EvaluationPlan(
            Metrics.of(own, data.classes().size()),
            experiment.evaluate().cut(),
            experiment.evaluate().bootstrap());
    Map<String, Double> cuts = new LinkedHashMap<>();
    if (bundle.manifest().provenance().get("cuts") instanceof Map<?, ?> saved) {
      saved.forEach((id, cut) -> cuts.put(String.valueOf(id), Json.number(cut)));
    }
    return MetricsFile.json(
        new Evaluator(
                plan,
                data.classes(),
                data.signal(),
                data.processes(),
                new Seeds(experiment.seed()).child("evaluate"),
                threads)
            .evaluateAt(scored, cuts)
            .values());
  }
}
