package org.fivesigma.data.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.fivesigma.data.cache.FileDigests;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.TableLoader;

/** Reads sources through an embedded DuckDB, which also evaluates the SQL of the file. */
public final class DuckDbTableLoader implements TableLoader {

  @Override
  public Map<String, ColumnType> schema(Request request, SourceContext context) {
    try (DuckDb db = DuckDb.open(context.threads())) {
      List<OpenedSource> sources = new SourceOpener(db, context).describe(request.sources());
      Map<String, String> types = SelectSql.merge(sources);
      SelectSql sql = new SelectSql(request, types, false);
      Map<String, ColumnType> schema = new LinkedHashMap<>();
      new ExpressionChecks(db, request)
          .bind(sql, sources, types)
          .forEach((name, type) -> schema.put(name, DuckTypes.meaning(type)));
      return schema;
    } catch (SQLException e) {
      throw new IllegalStateException("the embedded database failed: " + DuckDb.message(e), e);
    }
  }

  /** Parquet files, which all sources become, know their rows. */
  @Override
  public OptionalLong rows(Request request, SourceContext context) {
    try (DuckDb db = DuckDb.open(context.threads())) {
      long rows = 0;
      for (OpenedSource source : new SourceOpener(db, context).open(request.sources())) {
        long all = Long.parseLong(db.rows("SELECT count(*) FROM " + source.relation()).get(0)[0]);
        rows += Math.min(all, source.spec().rows().orElse(all));
      }
      return OptionalLong.of(rows);
    } catch (SQLException e) {
      throw new IllegalStateException("the embedded database failed: " + DuckDb.message(e), e);
    }
  }

  @Override
  public Loaded load(Request request, List<Wanted> columns, SourceContext context) {
    List<Loaded> whole = new ArrayList<>();
    List<OpenedSource> sources = read(request, columns, Integer.MAX_VALUE, context, whole::add);
    Overlaps.of(sources, whole.get(0)).forEach(line -> context.log().accept("warning: " + line));
    return whole.get(0);
  }

  @Override
  public void stream(
      Request request,
      List<Wanted> columns,
      int rows,
      SourceContext context,
      Consumer<Loaded> into) {
    if (rows < 1) {
      throw new IllegalArgumentException("a piece has at least one row, not " + rows);
    }
    read(request, columns, rows, context, into);
  }

  private static List<OpenedSource> read(
      Request request,
      List<Wanted> columns,
      int rowsPerPiece,
      SourceContext context,
      Consumer<Loaded> into) {
    try (DuckDb db = DuckDb.open(context.threads())) {
      List<OpenedSource> sources = new SourceOpener(db, context).open(request.sources());
      if (rowsPerPiece == Integer.MAX_VALUE
          && readPlain(request, columns, sources, context, into)) {
        return sources;
      }
      Map<String, String> types = SelectSql.needed(SelectSql.merge(sources), request, columns);
      boolean rowWanted = columns.stream().anyMatch(w -> SelectSql.isRow(w.name()));
      SelectSql sql = new SelectSql(request, types, rowWanted);
      ExpressionChecks checks = new ExpressionChecks(db, request);
      Map<String, String> known = checks.bind(sql, sources, types);
      known.put(SelectSql.ROW, "BIGINT");
      TableReader reader = new TableReader(db, sql, known, columns, rowsPerPiece, into);
      FileDigests digests = new FileDigests(context.cache());
      try {
        if (rowsPerPiece < Integer.MAX_VALUE) {
          reader.settleTypes(sources);
        }
        for (int i = 0; i < sources.size(); i++) {
          TableReader.Counts counts = reader.read(sources.get(i), i);
          reader.account(account(sources.get(i), counts, digests));
        }
      } catch (SQLException e) {
        throw checks.atRunTime(e, sql, sources, types);
      }
      reader.finish();
      return sources;
    } catch (SQLException e) {
      throw new IllegalStateException("the embedded database failed: " + DuckDb.message(e), e);
    }
  }

  /** Whether the sources could be read without the database. */
  private static boolean readPlain(
      Request request,
      List<Wanted> columns,
      List<OpenedSource> sources,
      SourceContext context,
      Consumer<Loaded> into) {
    try {
      Optional<PlainSources> opened = PlainSources.open(request, sources, columns);
      if (opened.isEmpty()) {
        return false;
      }
      try (PlainSources plain = opened.get()) {
        FileDigests digests = new FileDigests(context.cache());
        List<Account> accounts = new ArrayList<>();
        for (int s = 0; s < sources.size(); s++) {
          long rows = plain.rowsRead(s);
          accounts.add(account(sources.get(s), new TableReader.Counts(rows, rows, 0), digests));
        }
        into.accept(
            new Loaded(
                plain.table(request, columns, context.threads()),
                plain.row(),
                plain.source(),
                accounts));
        return true;
      }
    } catch (IOException e) {
      throw UserError.of(
              "unreadable-file", "a parsed copy in the cache cannot be read: " + e.getMessage())
          .hint("'fivesigma data cache clear' removes the copies")
          .because(e);
    }
  }

  private static Account account(
      OpenedSource source, TableReader.Counts counts, FileDigests digests) {
    Map<String, String> files = new LinkedHashMap<>();
    StringBuilder all = new StringBuilder();
    for (java.nio.file.Path file : source.files()) {
      try {
        String digest = digests.remembered(file);
        files.put(file.toString(), digest);
        all.append(digest).append('\n');
      } catch (IOException e) {
        throw UserError.of("unreadable-file", "'" + file + "' cannot be read: " + e.getMessage())
            .at(source.key())
            .because(e);
      }
    }
    String digest =
        source
            .digest()
            .orElseGet(
                () ->
                    files.size() == 1
                        ? files.values().iterator().next()
                        : FileDigests.sha256(all.toString()));
    return new Account(
        files, digest, counts.rowsRead(), counts.rowsSelected(), counts.weightOfAll());
  }
}
