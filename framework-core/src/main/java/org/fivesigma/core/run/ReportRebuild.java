package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fivesigma.core.evaluate.EvaluationPlan;
import org.fivesigma.core.evaluate.Evaluator;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.report.ReportedRun;

/** Makes the report of a run again from what is in its folder. */
public final class ReportRebuild {
  private static final List<String> ORDER = List.of("train", "valid", "test");

  private final RunServices services;

  /** Rebuilds reports. */
  public ReportRebuild(RunServices services) {
    this.services = services;
  }

  /** Writes plots and report of a run; of one with others inside the overview. */
  public void rebuild(RunFolder folder, ExperimentFile file) {
    Experiment experiment = file.experiment().orElseThrow();
    List<Scored> parts = new ArrayList<>();
    Map<String, Map<String, Column>> spectators = new LinkedHashMap<>();
    for (String part : parts(folder)) {
      read(folder, part, experiment, parts, spectators);
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
                  curves(folder, file, parts),
                  experiment.evaluate().plots()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> parts(RunFolder folder) {
    Path predictions = folder.file("predictions");
    if (!Files.isDirectory(predictions)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(predictions)) {
      List<String> names =
          new ArrayList<>(
              files
                  .map(f -> f.getFileName().toString())
                  .filter(f -> f.endsWith(".parquet") && !f.startsWith("."))
                  .map(f -> f.substring(0, f.length() - ".parquet".length()))
                  .sorted()
                  .toList());
      List<String> ordered = new ArrayList<>(ORDER);
      ordered.retainAll(names);
      names.removeAll(ordered);
      ordered.addAll(names);
      return ordered;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(
      RunFolder folder,
      String part,
      Experiment experiment,
      List<Scored> parts,
      Map<String, Map<String, Column>> spectators) {
    SourceContext context =
        new SourceContext(services.workingFolder(), services.cache(), 1, new Seeds(1), line -> {});
    TableLoader.Request request =
        InputFile.request(
            services,
            folder.file("predictions").resolve(part + ".parquet"),
            List.of(),
            Set.of(),
            Map.of());
    TableLoader loader = services.tableLoader();
    Map<String, ColumnType> schema = loader.schema(request, context);
    List<TableLoader.Wanted> wanted =
        schema.keySet().stream()
            .map(c -> new TableLoader.Wanted(c, TableLoader.As.NATURAL))
            .toList();
    EventTable table = loader.load(request, wanted, context).table();
    List<String> classes = classes(folder, schema);
    int k = classes.size();
    int rows = table.rows();
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    double[] scores = new double[k == 2 ? rows : rows * k];
    Map<String, Integer> processes = new LinkedHashMap<>();
    int[] process = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = classes.indexOf(table.column("label").text(i));
      weights[i] = table.column("weight").number(i);
      process[i] =
          processes.computeIfAbsent(table.column("process").text(i), p -> processes.size());
      if (k == 2) {
        scores[i] = table.column("score").number(i);
      } else {
        for (int c = 0; c < k; c++) {
          scores[i * k + c] = table.column("score_" + classes.get(c)).number(i);
        }
      }
    }
    parts.add(
        new Scored(
            part,
            classes,
            signal(folder, classes),
            labels,
            scores,
            weights,
            weights,
            process,
            List.copyOf(processes.keySet()),
            Optional.empty()));
    Map<String, Column> own = new LinkedHashMap<>();
    for (String name : schema.keySet()) {
      if (!Set.of("id", "label", "weight", "process").contains(name) && !name.startsWith("score")) {
        own.put(name, table.column(name));
      }
    }
    spectators.put(part, own);
  }

  private static List<String> classes(RunFolder folder, Map<String, ColumnType> schema) {
    if (schema.containsKey("score")) {
      Object named = manifest(folder).get("classes");
      return named instanceof List<?> list
          ? list.stream().map(String::valueOf).toList()
          : List.of("background", "signal");
    }
    return schema.keySet().stream()
        .filter(c -> c.startsWith("score_"))
        .map(c -> c.substring("score_".length()))
        .toList();
  }

  private static int signal(RunFolder folder, List<String> classes) {
    return Math.max(0, classes.indexOf(String.valueOf(manifest(folder).get("signal_class"))));
  }

  private static Map<String, Object> manifest(RunFolder folder) {
    try {
      return Json.read(folder.file("model").resolve("manifest.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("the run has no model bundle: " + e.getMessage(), e);
    }
  }

  private static Map<String, Map<String, double[]>> curves(
      RunFolder folder, ExperimentFile file, List<Scored> parts) throws IOException {
    if (parts.isEmpty()) {
      return Map.of();
    }
    Map<String, Double> cuts = new LinkedHashMap<>();
    if (Json.read(folder.file("facts.json")).get("cuts") instanceof Map<?, ?> saved) {
      saved.forEach((id, cut) -> cuts.put(String.valueOf(id), Json.number(cut)));
    }
    Scored first = parts.get(0);
    List<ScoredPart> scored =
        parts.stream()
            .map(
                p ->
                    new ScoredPart(
                        p.part(),
                        p.labels(),
                        p.scores(),
                        p.weights(),
                        p.weights(),
                        p.process(),
                        Rescaling.none()))
            .toList();
    Experiment experiment = file.experiment().orElseThrow();
    return new Evaluator(
            new EvaluationPlan(
                Metrics.of(file, first.classes().size()), experiment.evaluate().cut(), 0),
            first.classes(),
            first.signalClass(),
            first.processes(),
            new Seeds(experiment.seed()).child("evaluate"),
            1)
        .evaluateAt(scored, cuts)
        .curves();
  }
}
