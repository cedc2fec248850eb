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
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.metric.Scored;

/** Reads {@code predictions/<part>.parquet} of a run back. */
final class SavedPredictions {
  private static final List<String> ORDER = List.of("train", "valid", "test");
  private static final Set<String> OWN = Set.of("id", "label", "weight", "process");

  private final RunServices services;
  private final RunFolder folder;

  SavedPredictions(RunServices services, RunFolder folder) {
    this.services = services;
    this.folder = folder;
  }

  /** One part. */
  record Part(Scored scored, List<String> ids, Map<String, Column> spectators) {}

  /** Names of the parts there are: train, valid, test, then others by name. */
  List<String> names() {
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

  Part read(String part) {
    SourceContext context =
        new SourceContext(services.workingFolder(), services.cache(), 1, new Seeds(1), line -> {});
    TableLoader.Request request =
        InputFile.request(
            services,
            folder.file("predictions").resolve(part + ".parquet"),
            Optional.empty(),
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
    Map<String, Object> manifest = manifest();
    List<String> classes =
        manifest.get("classes") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of("background", "signal");
    int k = classes.size();
    int rows = table.rows();
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    double[] scores = new double[k == 2 ? rows : rows * k];
    Map<String, Integer> processes = new LinkedHashMap<>();
    int[] process = new int[rows];
    List<String> ids = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      ids.add(table.column("id").text(i));
      labels[i] = classes.indexOf(table.column("label").text(i));
      weights[i] = table.column("weight").number(i);
      String name = table.column("process").text(i);
      Integer known = processes.get(name);
      if (known == null) {
        known = processes.size();
        processes.put(name, known);
      }
      process[i] = known;
      for (int c = 0; k > 2 && c < k; c++) {
        scores[i * k + c] = table.column("score_" + classes.get(c)).number(i);
      }
      if (k == 2) {
        scores[i] = table.column("score").number(i);
      }
    }
    Map<String, Column> spectators = new LinkedHashMap<>();
    for (String name : schema.keySet()) {
      if (!OWN.contains(name) && !name.equals("score") && !name.startsWith("score_")) {
        spectators.put(name, table.column(name));
      }
    }
    return new Part(
        new Scored(
            part,
            classes,
            Math.max(0, classes.indexOf(String.valueOf(manifest.get("signal_class")))),
            labels,
            scores,
            weights,
            weights,
            process,
            List.copyOf(processes.keySet()),
            Optional.empty()),
        ids,
        spectators);
  }

  /** The cut of each metric that has one. */
  Map<String, Double> cuts() {
    Map<String, Double> cuts = new LinkedHashMap<>();
    try {
      if (Files.exists(folder.file("facts.json"))
          && Json.read(folder.file("facts.json")).get("cuts") instanceof Map<?, ?> saved) {
        saved.forEach((id, cut) -> cuts.put(String.valueOf(id), Json.number(cut)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cuts;
  }

  private Map<String, Object> manifest() {
    try {
      return Json.read(folder.file("model").resolve("manifest.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("the run has no model bundle: " + e.getMessage(), e);
    }
  }
}
