package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.evaluate.EvaluationPlan;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.report.ReportedRun;

/** Makes the report of a run again from what is in its folder. */
public final class ReportRebuild {
  private final RunServices services;

  /** Rebuilds reports. */
  public ReportRebuild(RunServices services) {
    this.services = services;
  }

  /** Writes plots and report of a run; of one with others inside the overview. */
  public void rebuild(RunFolder folder, ExperimentFile file) {
    Experiment experiment = file.experiment().orElseThrow();
    SavedPredictions saved = new SavedPredictions(services, folder);
    List<Scored> parts = new ArrayList<>();
    Map<String, Map<String, Column>> spectators = new LinkedHashMap<>();
    for (String name : saved.names()) {
      SavedPredictions.Part part = saved.read(name);
      parts.add(part.scored());
      spectators.put(name, part.spectators());
    }
    try {
      services
          .reporter()
          .orElseThrow(() -> UserError.of("no-reporter", "no reporter is installed"))
          .write(
              new ReportedRun(
                  folder.path(),
                  experiment.name().orElse("experiment"),
                  parts,
                  spectators,
                  curves(saved.cuts(), file, parts),
                  experiment.evaluate().plots()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Map<String, double[]>> curves(
      Map<String, Double> cuts, ExperimentFile file, List<Scored> parts) {
    if (parts.isEmpty()) {
      return Map.of();
    }
    Scored first = parts.get(0);
    Experiment experiment = file.experiment().orElseThrow();
    EvaluationPlan plan = Evaluators.plan(file, first.classes().size());
    return Evaluators.of(experiment, plan, first, 1)
        .curvesAt(parts.stream().map(ReportRebuild::scored).toList(), cuts);
  }

  private static ScoredPart scored(Scored p) {
    return new ScoredPart(
        p.part(),
        p.labels(),
        p.scores(),
        p.weights(),
        p.weights(),
        p.process(),
        Rescaling.keeping(p.labels(), p.weights()));
  }
}
