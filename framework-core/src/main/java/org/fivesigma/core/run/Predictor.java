package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.core.bundle.Decisions;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.data.TableWriter;

/** Scores the events of a file with a bundle: one row out for each row in, in order. */
public final class Predictor {
  private static final int ROWS_PER_PIECE = 1 << 18;

  private final RunServices services;
  private final Bundle bundle;
  private final int threads;

  /** A predictor; the caller closes the bundle. */
  public Predictor(RunServices services, Bundle bundle, int threads) {
    this.services = services;
    this.bundle = bundle;
    this.threads = threads;
  }

  /**
   * What was done.
   *
   * @param rows events scored
   * @param ignored columns of the file that the model does not need
   * @param outside events with a value outside the range seen in training, by feature
   */
  public record Result(long rows, List<String> ignored, Map<String, Long> outside) {}

  /**
   * Scores a file.
   *
   * @param tree of a ROOT file that holds several
   * @throws UserError for a missing file or column, or an unknown format
   */
  public Result predict(Path in, Optional<String> tree, Path out) {
    BundleManifest manifest = bundle.manifest();
    TableWriter writer = writer(out);
    Set<String> notMissing = new LinkedHashSet<>(manifest.ids());
    TableLoader loader = services.tableLoader();
    SourceContext context =
        new SourceContext(
            services.workingFolder(),
            services.cache(),
            threads,
            new Seeds(1),
            services.console()::log);
    TableLoader.Request request =
        InputFile.request(services, in, tree, manifest.missing(), notMissing, manifest.derive());
    Map<String, ColumnType> schema;
    try {
      schema = loader.schema(request, context);
    } catch (UserError e) {
      throw atInput(e);
    }
    requireColumns(schema);
    List<String> spectators = manifest.spectators().stream().filter(schema::containsKey).toList();
    List<TableLoader.Wanted> wanted = wanted(schema, spectators);
    long total = loader.rows(request, context).orElse(0);
    long[] rows = {0};
    long[] outside = new long[manifest.features().size()];
    try (TableWriter.Sink sink = writer.open(out)) {
      loader.stream(
          request,
          wanted,
          ROWS_PER_PIECE,
          context,
          piece -> {
            try {
              sink.append(score(piece, spectators, outside));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            rows[0] += piece.table().rows();
            services.console().progress("predict", rows[0], Math.max(total, rows[0]), "events", "");
          });
      sink.finish();
    } catch (UserError e) {
      throw atInput(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + out + ": " + e.getMessage(), e);
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int f = 0; f < outside.length; f++) {
      if (outside[f] > 0) {
        counts.put(manifest.features().get(f).name(), outside[f]);
      }
    }
    Set<String> used = new LinkedHashSet<>();
    wanted.forEach(w -> used.add(w.name()));
    List<String> ignored = schema.keySet().stream().filter(c -> !used.contains(c)).toList();
    return new Result(rows[0], ignored, counts);
  }

  private static UserError atInput(UserError e) {
    UserError error = UserError.of(e.code(), e.getMessage()).at("--in").because(e);
    return e.hint().map(error::hint).orElse(error);
  }

  private void requireColumns(Map<String, ColumnType> schema) {
    List<String> missing =
        bundle.manifest().featureNames().stream().filter(f -> !schema.containsKey(f)).toList();
    if (!missing.isEmpty()) {
      UserError error =
          UserError.of("missing-column", "the file lacks the columns " + String.join(", ", missing))
              .at("--in");
      throw NearNames.hint(missing.get(0), schema.keySet()).map(error::hint).orElse(error);
    }
    for (String id : bundle.manifest().ids()) {
      if (!id.equals("row") && !schema.containsKey(id)) {
        throw UserError.of("missing-column", "the file lacks the id column '" + id + "'")
            .at("--in");
      }
    }
  }

  private List<TableLoader.Wanted> wanted(Map<String, ColumnType> schema, List<String> spectators) {
    Map<String, TableLoader.As> columns = new LinkedHashMap<>();
    for (String id : bundle.manifest().ids()) {
      if (schema.containsKey(id)) {
        columns.put(id, TableLoader.As.ID);
      }
    }
    spectators.forEach(s -> columns.putIfAbsent(s, TableLoader.As.NATURAL));
    bundle.manifest().featureNames().forEach(f -> columns.putIfAbsent(f, TableLoader.As.FLOAT));
    List<TableLoader.Wanted> wanted = new ArrayList<>();
    columns.forEach((name, as) -> wanted.add(new TableLoader.Wanted(name, as)));
    return wanted;
  }

  private EventTable score(TableLoader.Loaded piece, List<String> spectators, long[] outside) {
    BundleManifest manifest = bundle.manifest();
    EventTable table = piece.table();
    int rows = table.rows();
    float[][] values = new float[manifest.features().size()][];
    for (int f = 0; f < values.length; f++) {
      values[f] = floats(table.column(manifest.features().get(f).name()));
      outside[f] += manifest.features().get(f).outside(values[f]);
    }
    List<Column> ids =
        manifest.ids().stream()
            .map(id -> table.find(id).orElseGet(() -> new Column.Longs(piece.row())))
            .toList();
    Column id = ids.size() == 1 ? ids.get(0) : Predictions.texts(rows, i -> joined(ids, i));
    List<String> idTexts = new ArrayList<>();
    if (manifest.folds() > 0) {
      for (int i = 0; i < rows; i++) {
        idTexts.add(id.text(i));
      }
    }
    double[] scores =
        bundle.predict(Columns.of(manifest.featureNames(), values, rows), idTexts, threads);
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("id", id);
    columns.putAll(Predictions.scores(manifest.classes(), scores, rows));
    columns.putAll(decisions(scores, rows));
    spectators.forEach(s -> columns.putIfAbsent(s, table.column(s)));
    return new EventTable(rows, columns);
  }

  /** {@code class} and {@code accepted}, the latter missing without a cut. */
  private Map<String, Column> decisions(double[] scores, int rows) {
    Decisions decisions = Decisions.of(bundle.manifest(), scores, rows);
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("class", new Column.Texts(decisions.classes(), bundle.manifest().classes()));
    columns.put("accepted", new Column.Texts(decisions.accepted(), List.of("false", "true")));
    return columns;
  }

  private static String joined(List<Column> ids, int row) {
    StringBuilder text = new StringBuilder();
    for (Column c : ids) {
      text.append(text.length() == 0 ? "" : ",").append(c.text(row));
    }
    return text.toString();
  }

  private static float[] floats(Column column) {
    if (column instanceof Column.Floats f) {
      return f.values();
    }
    float[] values = new float[column.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) column.number(i);
    }
    return values;
  }

  private TableWriter writer(Path out) {
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw UserError.of("missing-folder", "there is no folder " + folder).at("--out");
    }
    if (Files.isDirectory(out)) {
      throw UserError.of("not-a-file", out + " is a folder").at("--out");
    }
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    String format =
        name.endsWith(".parquet")
            ? "parquet"
            : name.matches(".*\\.csv(\\.gz|\\.zst)?") ? "csv" : "";
    return services
        .tableWriter(format)
        .orElseThrow(
            () ->
                UserError.of(
                        "file-type", "the ending of " + out + " says no format that can be written")
                    .at("--out")
                    .hint("expected .csv or .parquet"));
  }
}
