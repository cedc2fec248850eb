package org.fivesigma.core.spec.draft;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.bind.Binder;
import org.fivesigma.core.spec.bind.Catalogue;
import org.fivesigma.core.spec.bind.Defaults;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.YamlWriter;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.plugin.Kinds;

/** Looks at a data file, at its first rows, to draft an experiment for it. */
public final class DataSurvey {
  private static final long ROWS = 50_000;
  private static final int MOST_VALUES = 1_000;
  private static final int SHOWN_VALUES = 20;

  private final PluginCatalog catalog;

  /** A survey that reads with these plugins. */
  public DataSurvey(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The text of an experiment for a data file.
   *
   * @param data the file, absolute
   * @param shown its path as the experiment shall name it
   * @param trees of a ROOT file: the first is looked at; several become the classes
   * @throws UserError for a file that cannot be read, or of a kind that no source reads
   */
  public String draft(Path data, String shown, List<String> trees, SourceContext context) {
    String type = type(data);
    Problems problems = new Problems();
    Node.Mapping block =
        (Node.Mapping)
            Defaults.parse(
                "{type: "
                    + type
                    + ", path: "
                    + YamlWriter.quote(data.toString())
                    + (trees.isEmpty() ? "" : ", tree: " + YamlWriter.quote(trees.get(0)))
                    + ", rows: "
                    + ROWS
                    + "}",
                "data");
    Optional<SourceSpec> source =
        new Binder(catalog, Catalogue.standard(), problems, context.folder())
            .bind(SourceSpec.class, block)
            .value();
    if (source.isEmpty()) {
      Problem first = problems.inOrder().get(0);
      throw UserError.of(first.code(), first.sentence());
    }
    TableLoader loader =
        catalog.extensions(Kinds.LOADER).stream()
            .findFirst()
            .orElseThrow(
                () -> UserError.of("not-available", "no plugin that reads tables is installed"))
            .factory()
            .apply(new org.fivesigma.spi.plugin.Extension.NoOptions());
    TableLoader.Request request =
        new TableLoader.Request(
            List.of(source.get()), List.of(), Set.of(), Map.of(), Map.of(), Optional.empty());
    Map<String, ColumnType> schema = loader.schema(request, context);
    List<TableLoader.Wanted> wanted =
        schema.entrySet().stream()
            .filter(e -> e.getValue() != ColumnType.OTHER)
            .map(e -> new TableLoader.Wanted(e.getKey(), TableLoader.As.NATURAL))
            .toList();
    TableLoader.Loaded loaded = loader.load(request, wanted, context);
    List<ColumnSummary> columns = new ArrayList<>();
    for (String name : loaded.table().names()) {
      columns.add(summary(name, schema.get(name), loaded.table().column(name)));
    }
    return ExperimentDraft.of(shown, type, trees, columns, loaded.table().rows());
  }

  private static String type(Path data) {
    String name = data.getFileName().toString().toLowerCase(java.util.Locale.ROOT);
    if (name.matches(".*\\.(csv|tsv|txt)(\\.(gz|zst))?")) {
      return "csv";
    }
    if (name.endsWith(".parquet")) {
      return "parquet";
    }
    if (name.endsWith(".root")) {
      return "root";
    }
    throw UserError.of(
            "unknown-format", "'" + data.getFileName() + "' is no data file known by its name")
        .hint("expected .csv, .csv.gz, .csv.zst, .parquet or .root");
  }

  /** What a column holds. */
  static ColumnSummary summary(String name, ColumnType type, Column column) {
    Map<String, Integer> counts = new HashMap<>();
    double min = Double.NaN;
    double next = Double.NaN;
    long repeated = 0;
    long negative = 0;
    for (int i = 0; i < column.size(); i++) {
      String text = column.text(i);
      if (!text.isEmpty() && (counts.size() < MOST_VALUES || counts.containsKey(text))) {
        counts.merge(text, 1, Integer::sum);
      }
      double value = column.number(i);
      if (Double.isNaN(value)) {
        continue;
      }
      negative += value < 0 ? 1 : 0;
      if (Double.isNaN(min) || value < min) {
        next = min;
        min = value;
        repeated = 1;
      } else if (value == min) {
        repeated++;
      } else if (Double.isNaN(next) || value < next) {
        next = value;
      }
    }
    List<String> values =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(SHOWN_VALUES)
            .map(Map.Entry::getKey)
            .toList();
    return new ColumnSummary(name, type, counts.size(), values, min, negative, repeated, next);
  }
}
