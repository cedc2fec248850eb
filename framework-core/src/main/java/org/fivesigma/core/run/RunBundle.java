package org.fivesigma.core.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.core.evaluate.ChosenCut;
import org.fivesigma.core.evaluate.Evaluation;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.data.Split;

/** The bundle of a run, {@code model/}. */
final class RunBundle {
  private RunBundle() {}

  /** Writes it. */
  static void save(
      RunServices services,
      RunFolder folder,
      Experiment experiment,
      EventData data,
      TrainedFolds folds,
      Evaluation evaluation,
      Map<String, Object> metrics)
      throws IOException {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("version", services.version());
    provenance.put("data_digest", Lock.dataDigest(data));
    provenance.put("seed", experiment.seed());
    provenance.put("git", services.git().state());
    provenance.put("run", folder.name());
    provenance.put("cuts", RunFacts.cuts(evaluation));
    provenance.put("metrics", metrics);
    Split split = experiment.split().rule().create();
    int folded = split.foldRule().map(Split.FoldRule::folds).orElse(0);
    Optional<ChosenCut> cut = evaluation.cut();
    BundleManifest manifest =
        new BundleManifest(
            experiment.name().orElse("experiment"),
            data.classes(),
            data.signal(),
            FeatureRanges.of(data.features().select(data.parts().get("train"))),
            data.idNames(),
            List.copyOf(data.spectators().keySet()),
            experiment.data().missing(),
            DerivedColumns.neededBy(experiment.data().derive(), data.features().names()),
            cut.flatMap(ChosenCut::cut),
            cut.map(ChosenCut::metric),
            folds.models().size() > 1 ? folded : 0,
            folds.models().size(),
            provenance);
    Bundle.of(manifest, folds.models()).save(folder.file("model"));
  }
}
