package org.fivesigma.data.query;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.data.cache.ParsedFiles;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.data.files.DataFiles;
import org.fivesigma.data.parquet.ParquetSource;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Source;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceData;

/**
 * The result of a query. It is kept in the cache for as long as the database and the files that the
 * query names keep their sizes and times.
 */
public final class SqlSource implements Source {
  private static final String VERSION = "sql-1";
  private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')*)'");
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private final SqlOptions options;

  /** A source of the options' query. */
  public SqlSource(SqlOptions options) {
    this.options = options;
  }

  @Override
  public SourceData open(SourceContext context) {
    List<Path> files = new ArrayList<>(namedFiles(context.folder()));
    options.database().ifPresent(d -> files.addAll(0, database(d)));
    StringBuilder description = new StringBuilder(VERSION).append('\n').append(options.query());
    try {
      for (Path file : files) {
        description
            .append('\n')
            .append(file)
            .append(' ')
            .append(Files.size(file))
            .append(' ')
            .append(Files.getLastModifiedTime(file).toMillis());
      }
      Path result =
          new ParsedFiles(context.cache())
              .made(
                  description.toString(),
                  VERSION,
                  context.log(),
                  (copy, notes) -> evaluate(copy, context));
      return new SourceData.Relation(
          ParquetSource.relation(List.of(result)), files.isEmpty() ? List.of(result) : files);
    } catch (IOException e) {
      throw UserError.of(
              "cache-unwritable",
              "the result of the query cannot be kept under '"
                  + context.cache()
                  + "': "
                  + e.getMessage())
          .because(e);
    }
  }

  private static List<Path> database(Path file) {
    try {
      return DataFiles.expand(List.of(file));
    } catch (UserError e) {
      throw e.at("database");
    }
  }

  /** The files that texts in the query name. */
  private List<Path> namedFiles(Path folder) {
    List<Path> files = new ArrayList<>();
    Matcher literal = LITERAL.matcher(options.query());
    while (literal.find()) {
      String text = literal.group(1).replace("''", "'");
      try {
        Path path = folder.resolve(text);
        if (Files.isRegularFile(path)) {
          files.add(path);
        } else if (text.contains("*") && text.contains(".")) {
          files.addAll(DataFiles.expand(List.of(path)));
        }
      } catch (InvalidPathException | UserError e) {
        // a text that is no path; a path without files is an error of the query itself
      }
    }
    return files;
  }

  private void evaluate(Path parquet, SourceContext context) throws IOException {
    if (options.database().isPresent() && isSqlite(options.database().get())) {
      new SqliteQuery(options.database().get(), options.query()).write(parquet);
      return;
    }
    // without an order of its own the result of several threads is not the same twice
    boolean ordered = options.query().toLowerCase(Locale.ROOT).contains("order by");
    try (DuckDb db = DuckDb.open(ordered ? context.threads() : 1)) {
      db.execute("SET file_search_path = " + Sql.text(context.folder().toString()));
      if (options.database().isPresent()) {
        attach(db, options.database().get());
      }
      try {
        db.execute(
            "COPY (" + stripped() + "\n) TO " + Sql.text(parquet.toString()) + " (FORMAT parquet)");
      } catch (SQLException e) {
        throw UserError.of("sql-error", "the query fails: " + DuckDb.message(e).split("\n\n", 2)[0])
            .at("query")
            .because(e);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the embedded database failed", e);
    }
  }

  private String stripped() {
    return options.query().strip().replaceFirst(";\\s*$", "");
  }

  private static void attach(DuckDb db, Path file) {
    try {
      db.execute("ATTACH " + Sql.text(file.toString()) + " AS source (READ_ONLY)");
      db.execute("USE source");
    } catch (SQLException e) {
      throw UserError.of(
              "broken-file",
              "'" + file + "' is neither a DuckDB nor a SQLite database: " + DuckDb.message(e))
          .at("database")
          .because(e);
    }
  }

  private static boolean isSqlite(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return java.util.Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
    }
  }
}
