package org.fivesigma.data.csv;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.data.files.GzipCheck;
import org.fivesigma.spi.UserError;

/** Parses a csv file to Parquet, whole or not at all. */
final class CsvParser {
  /** Changes when the result of parsing changes. */
  static final String VERSION = "csv-3";

  private final CsvFormat format;
  private final List<String> names;
  private final int threads;

  /**
   * A parser.
   *
   * @param names of the columns; empty: as the header says
   */
  CsvParser(CsvFormat format, List<String> names, int threads) {
    this.format = format;
    this.names = names;
    this.threads = threads;
  }

  /**
   * Writes the file's table as Parquet.
   *
   * @throws UserError for whatever is wrong with the file, with the line
   */
  void parse(Path file, Path parquet, Consumer<String> notes) {
    if (isRegular(file, parquet)) {
      return;
    }
    CompletableFuture<Void> integrity =
        file.toString().endsWith(".gz")
            ? CompletableFuture.runAsync(() -> GzipCheck.check(file))
            : CompletableFuture.completedFuture(null);
    UserError failure = null;
    try (DuckDb db = DuckDb.open(threads)) {
      convert(db, file, parquet, notes);
    } catch (UserError e) {
      failure = e;
    } catch (SQLException e) {
      failure = CsvErrors.broken(file, e);
    }
    try {
      integrity.join(); // a file cut short explains whatever else was found
    } catch (CompletionException e) {
      throw e.getCause() instanceof UserError broken ? broken : e;
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether the file was regular, and so parsed; whatever is wrong is left to the database. */
  private boolean isRegular(Path file, Path parquet) {
    try {
      return new RegularCsv(file, format, threads).parse(parquet, line -> columns(file, line));
    } catch (IOException | UserError e) {
      return false;
    }
  }

  private void convert(DuckDb db, Path file, Path parquet, Consumer<String> notes)
      throws SQLException {
    List<String> columns = columns(db, file);
    Map<String, CsvTypes> types = CsvTypes.guess(db, file, format, columns, notes);
    while (true) {
      try {
        db.execute(copy(file, parquet, types));
        return;
      } catch (SQLException e) {
        Optional<String> column = CsvErrors.notAsGuessed(e);
        if (column.isEmpty() || types.get(column.get()) == CsvTypes.TEXT) {
          throw e;
        }
        CsvTypes wider = types.get(column.get()).wider();
        types.put(column.get(), wider);
        if (wider == CsvTypes.TEXT) {
          notes.accept(
              "column '"
                  + column.get()
                  + "' of '"
                  + file
                  + "' is read as text: it begins with"
                  + " numbers and holds something else"
                  + CsvErrors.line(e).map(line -> " in line " + line).orElse(""));
        }
      }
    }
  }

  private String copy(Path file, Path parquet, Map<String, CsvTypes> types) {
    Map<String, String> parsed = new LinkedHashMap<>();
    types.forEach((name, type) -> parsed.put(name, type.parsed()));
    String stored =
        types.entrySet().stream()
            .map(e -> e.getValue().stored(e.getKey()))
            .collect(Collectors.joining(", "));
    return "COPY (SELECT "
        + stored
        + " FROM "
        + format.relation(file, parsed)
        + ") TO "
        + Sql.text(parquet.toString())
        + " (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 122880)";
  }

  /** The names of the columns, from the options or the first line; checked. */
  private List<String> columns(DuckDb db, Path file) throws SQLException {
    List<String[]> first = db.rows("SELECT line FROM " + CsvFormat.lines(file) + " LIMIT 1");
    if (first.isEmpty() || first.get(0)[0] == null || first.get(0)[0].isBlank()) {
      throw UserError.of("empty-file", "'" + file + "' has no first line").at("path");
    }
    return columns(file, first.get(0)[0]);
  }

  private List<String> columns(Path file, String firstLine) {
    List<String> fields = format.fields(firstLine);
    if (!names.isEmpty()) {
      if (fields.size() != names.size()) {
        throw UserError.of(
                "wrong-columns",
                "'"
                    + file
                    + "' has "
                    + fields.size()
                    + " fields in its first line, columns names "
                    + names.size())
            .at("columns");
      }
      return names;
    }
    checkHeader(file, fields);
    return IntStream.range(0, fields.size())
        .mapToObj(i -> fields.get(i).isEmpty() ? "column_" + i : fields.get(i))
        .toList();
  }

  private static void checkHeader(Path file, List<String> fields) {
    if (fields.stream().allMatch(CsvParser::isNumber)) {
      throw UserError.of(
              "no-header",
              "the first line of '" + file + "' holds numbers, not the names of columns")
          .at("path")
          .hint("add header: false and columns: [...] with " + fields.size() + " names");
    }
    Set<String> seen = new HashSet<>();
    for (String field : fields) {
      if (!field.isEmpty() && !seen.add(field.toLowerCase(Locale.ROOT))) {
        throw UserError.of(
                "duplicate-column", "the header of '" + file + "' names '" + field + "' twice")
            .at("path")
            .hint("name the columns yourself with columns: [...]");
      }
    }
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
