package org.fivesigma.core.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.evaluate.Evaluation;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.report.ReportedRun;
import org.fivesigma.spi.report.Reporter;

/** Hands runs to the reporter. */
final class Reports {
  private Reports() {}

  /** The report of a run of one model. */
  static void write(
      RunServices services,
      RunFolder folder,
      Experiment experiment,
      EventData data,
      List<ScoredPart> parts,
      Map<String, int[]> rowsOf,
      Evaluation evaluation)
      throws IOException {
    Optional<Reporter> reporter = services.reporter();
    if (reporter.isEmpty()) {
      return;
    }
    List<Scored> scored = new ArrayList<>();
    Map<String, Map<String, Column>> spectators = new LinkedHashMap<>();
    for (ScoredPart part : parts) {
      scored.add(
          new Scored(
              part.name(),
              data.classes(),
              data.signal(),
              part.labels(),
              part.scores(),
              part.weights(),
              part.weights(),
              part.process(),
              data.processes(),
              Optional.empty()));
      Map<String, Column> columns = new LinkedHashMap<>();
      data.spectators()
          .forEach((name, c) -> columns.put(name, Predictions.select(c, rowsOf.get(part.name()))));
      spectators.put(part.name(), columns);
    }
    reporter
        .get()
        .write(
            new ReportedRun(
                folder.path(),
                experiment.name().orElse("experiment"),
                scored,
                spectators,
                evaluation.curves(),
                experiment.evaluate().plots()));
  }

  /** The overview of a run that has others inside. */
  static void overview(RunServices services, RunFolder folder, Experiment experiment)
      throws IOException {
    Optional<Reporter> reporter = services.reporter();
    if (reporter.isPresent()) {
      reporter
          .get()
          .write(
              new ReportedRun(
                  folder.path(),
                  experiment.name().orElse("experiment"),
                  List.of(),
                  Map.of(),
                  Map.of(),
                  experiment.evaluate().plots()));
    }
  }
}
