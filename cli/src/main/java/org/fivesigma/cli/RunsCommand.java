package org.fivesigma.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fivesigma.core.folder.RunFinder;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.folder.RunStatus;
import org.fivesigma.core.run.MetricsFile;
import picocli.CommandLine.Command;

/** {@code runs}. */
@Command(
    name = "runs",
    description = "Lists runs with status and main metric.",
    sortOptions = false)
final class RunsCommand implements Callable<Integer> {
  private final Program program;

  RunsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Table table = new Table("experiment", "run", "status", "started", "metric", "value");
    List<Object> document = new ArrayList<>();
    for (RunFolder run : new RunFinder(program.folder()).all()) {
      Optional<RunStatus> status = run.status();
      Map<String, Object> metrics = run.metrics();
      Optional<String> key = mainMetric(metrics);
      double value = key.map(k -> MetricsFile.value(metrics, k)).orElse(Double.NaN);
      String experiment = run.path().getParent().getFileName().toString();
      String state = status.map(RunStatus::state).orElse("unknown");
      String started = status.map(s -> s.started().toString()).orElse("");
      table.row(
          experiment,
          run.name(),
          state,
          started.length() > 19 ? started.substring(0, 19).replace('T', ' ') : started,
          key.orElse(""),
          Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value));
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("experiment", experiment);
      entry.put("run", run.path().toString());
      entry.put("status", state);
      entry.put("started", started);
      entry.put("metric", key.orElse(null));
      entry.put("value", Double.isNaN(value) ? null : value);
      document.add(entry);
    }
    if (program.console().json()) {
      program.console().result(org.fivesigma.core.folder.Json.line(document));
    } else if (table.isEmpty()) {
      program.console().message("no runs below " + program.folder().resolve("runs"));
    } else {
      table.print(program.console().outWriter());
    }
    return ExitCode.DONE;
  }

  /** The first metric of test, else of valid. */
  private static Optional<String> mainMetric(Map<String, Object> metrics) {
    for (String part : List.of("test/", "valid/", "")) {
      Optional<String> first =
          metrics.keySet().stream()
              .filter(k -> k.startsWith(part) || k.contains("/" + part))
              .findFirst();
      if (first.isPresent()) {
        return first;
      }
    }
    return Optional.empty();
  }
}
