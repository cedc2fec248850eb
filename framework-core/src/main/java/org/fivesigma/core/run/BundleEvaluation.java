package org.fivesigma.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
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
    EventData data = services.events(experiment, threads, services.console()::log);
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
          .at("--part")
          .hint("parts are " + String.join(", ", parts.keySet()));
    }
    List<String> sealed = experiment.split().sealed();
    if (part.isPresent() && sealed.contains(part.get())) {
      throw UserError.of(
              "sealed-part", "part '" + part.get() + "' is sealed: only unblind scores it")
          .at("split.sealed[" + sealed.indexOf(part.get()) + "]");
    }
    parts.keySet().removeIf(p -> part.isPresent() ? !p.equals(part.get()) : sealed.contains(p));
    return SavedModelScores.of(own, data, parts, bundle, threads).metrics();
  }
}
