package org.fivesigma.report.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.report.RunFiles;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.report.ReportedRun;

/** A run as its plots ask for it. */
final class RunData {
  private final ReportedRun run;
  private final RunFiles files;
  private final Map<String, Object> metrics;
  private final Map<String, Object> facts;

  RunData(ReportedRun run, RunFiles files) throws IOException {
    this.run = run;
    this.files = files;
    this.metrics = files.json("metrics.json");
    this.facts = files.json("facts.json");
  }

  ReportedRun run() {
    return run;
  }

  Optional<Scored> part(String name) {
    return run.parts().stream().filter(p -> p.part().equals(name)).findFirst();
  }

  /** The part that results are quoted on. */
  Optional<Scored> quoted() {
    return part("test").or(() -> part("valid"));
  }

  /** A field of a metric; NaN where there is none. */
  double metric(String key, String field) {
    return RunFiles.number(metrics.get(key), field);
  }

  Map<String, Object> metrics() {
    return metrics;
  }

  /** What the run tells beside its metrics. */
  Object fact(String key) {
    return facts.get(key);
  }

  /** The cut of a metric; NaN without one. */
  double cut(String metric) {
    return RunFiles.number(facts.get("cuts"), metric);
  }

  /** Metrics that have a cut, in their order. */
  List<String> metricsWithCut() {
    return facts.get("cuts") instanceof Map<?, ?> cuts
        ? cuts.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  /** History by metric: epochs and values. */
  Map<String, List<double[]>> history() {
    try {
      return files.history();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON file of the folder; empty where it is not there. */
  Map<String, Object> json(String name) {
    try {
      return files.json(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
