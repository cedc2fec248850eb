package org.fivesigma.data.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.NameHints;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.TableLoader.Account;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.fivesigma.spi.data.TableLoader.Wanted;
import org.fivesigma.spi.metric.Sum;

/**
 * Reads the columns wanted, source after source, into arrays and counts the rows. The events are
 * given away in pieces, so that never more than one piece is held.
 */
final class TableReader {
  /**
   * What was read of a source.
   *
   * @param weightOfAll Σ weight over the raw rows where the source has a cross-section, else 0
   */
  record Counts(long rowsRead, long rowsSelected, double weightOfAll) {}

  private final DuckDb db;
  private final SelectSql sql;
  private final Map<String, String> types;
  private final List<Wanted> wanted;
  private final int rowsPerPiece;
  private final Consumer<Loaded> into;
  private final int chunkRows;
  private final StableTypes stable;
  private final List<Account> accounts = new ArrayList<>();
  private final List<Integer> sourceEnds = new ArrayList<>();
  private ColumnBuilder[] builders;
  private ColumnBuilder.Longs row;
  private long rawRows;
  private long selectedBefore;
  private int selected;

  /**
   * A reader.
   *
   * @param types the columns after derive, with their types
   * @param rowsPerPiece most events of a piece
   * @param into takes each piece; the accounts are complete in the last one
   */
  TableReader(
      DuckDb db,
      SelectSql sql,
      Map<String, String> types,
      List<Wanted> wanted,
      int rowsPerPiece,
      Consumer<Loaded> into) {
    this.db = db;
    this.sql = sql;
    this.types = types;
    this.wanted = wanted;
    this.rowsPerPiece = rowsPerPiece;
    this.into = into;
    this.chunkRows = ColumnBuilder.chunkRows(wanted.size());
    this.row = new ColumnBuilder.Longs(false, chunkRows);
    this.stable = new StableTypes(db, sql, types, wanted);
    for (Wanted w : wanted) {
      if (!types.containsKey(w.name())) {
        throw UserError.of("missing-column", "'" + w.name() + "' is no column of the data")
            .hint(NameHints.hint(w.name(), types.keySet()));
      }
    }
    builders = newBuilders();
  }

  /** Looks at all sources so that a column is held the same way in every piece. */
  void settleTypes(List<OpenedSource> sources) throws SQLException {
    stable.look(sources);
    builders = newBuilders();
  }

  private ColumnBuilder[] newBuilders() {
    return wanted.stream().map(this::builder).toArray(ColumnBuilder[]::new);
  }

  private ColumnBuilder builder(Wanted w) {
    String type = types.get(w.name());
    return switch (w.as()) {
      case FLOAT -> new ColumnBuilder.Floats(type.equals("FLOAT"), chunkRows);
      case DOUBLE -> new ColumnBuilder.Doubles(chunkRows);
      case ID -> id(w, type);
      case NATURAL -> natural(w, type);
    };
  }

  private ColumnBuilder id(Wanted w, String type) {
    if (DuckTypes.fitsLong(type)) {
      return new ColumnBuilder.Longs(false, chunkRows);
    }
    return DuckTypes.floating(type)
        ? new ColumnBuilder.NumericIds(stable.isBroken(w.name()), chunkRows)
        : new ColumnBuilder.Texts(chunkRows);
  }

  private ColumnBuilder natural(Wanted w, String type) {
    if (DuckTypes.fitsLong(type) && !stable.isBroken(w.name())) {
      return new ColumnBuilder.Longs(true, chunkRows);
    }
    return DuckTypes.floating(type) || DuckTypes.integer(type)
        ? new ColumnBuilder.Doubles(chunkRows)
        : new ColumnBuilder.Texts(chunkRows);
  }

  /** Whether a wanted column is read as a number, with NaN for NULL. */
  private static boolean asNumber(ColumnBuilder builder) {
    return builder instanceof ColumnBuilder.Floats
        || builder instanceof ColumnBuilder.Doubles
        || builder instanceof ColumnBuilder.NumericIds;
  }

  private String expression(Wanted w, ColumnBuilder builder) {
    String name = Sql.name(w.name());
    String type = types.get(w.name());
    if (asNumber(builder)) {
      if (type.equals("FLOAT") && builder instanceof ColumnBuilder.Floats) {
        return "coalesce(" + name + ", 'NaN'::FLOAT)";
      }
      String number =
          DuckTypes.text(type)
              ? "TRY_CAST(" + name + " AS DOUBLE)"
              : type.equals("DOUBLE") ? name : "CAST(" + name + " AS DOUBLE)";
      return "coalesce(" + number + ", 'NaN'::DOUBLE)";
    }
    return builder instanceof ColumnBuilder.Longs ? name : "CAST(" + name + " AS VARCHAR)";
  }

  /** Reads one source. */
  Counts read(OpenedSource source, int index) throws SQLException {
    String steps = sql.steps(source, rawRows);
    String condition = sql.condition(source);
    checkNumbers(source, steps, condition);
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      columns.add(expression(wanted.get(i), builders[i]));
    }
    int keepAt = 0;
    if (!condition.isEmpty()) {
      columns.add("coalesce(" + condition + ", false)");
      keepAt = columns.size();
    }
    int weightAt = 0;
    if (source.spec().crossSection().isPresent()
        && source.spec().weight().isPresent()
        && source.spec().weight().get() instanceof String column) {
      columns.add(weight(source, column));
      weightAt = columns.size();
    }
    if (columns.isEmpty()) {
      columns.add("1");
    }
    int keep = keepAt;
    int weight = weightAt;
    long before = selectedBefore + selected;
    long rawBefore = rawRows;
    Sum sum = new Sum();
    db.query(
        "SELECT " + String.join(", ", columns) + " FROM (" + steps + ")",
        rows -> {
          readRows(rows, keep, weight, sum);
          return null;
        });
    sourceEnds.add(selected);
    long rowsRead = rawRows - rawBefore;
    if (rowsRead == 0) {
      throw UserError.of("empty-source", "the source has no rows").at(source.key());
    }
    double weightOfAll =
        source.spec().crossSection().isEmpty()
            ? 0
            : weight > 0 ? sum.value() : rowsRead * constantWeight(source);
    return new Counts(rowsRead, selectedBefore + selected - before, weightOfAll);
  }

  private static double constantWeight(OpenedSource source) {
    return source.spec().weight().isPresent()
            && source.spec().weight().get() instanceof Number number
        ? number.doubleValue()
        : 1;
  }

  private void readRows(ResultSet rows, int keep, int weight, Sum sum) throws SQLException {
    while (rows.next()) {
      if (weight > 0) {
        sum.add(rows.getDouble(weight));
      }
      if (keep == 0 || rows.getBoolean(keep)) {
        if (selected == rowsPerPiece) {
          give(accounts);
        }
        for (int i = 0; i < builders.length; i++) {
          builders[i].read(rows, i + 1);
        }
        row.add(rawRows);
        selected++;
      }
      rawRows++;
    }
  }

  private String weight(OpenedSource source, String column) {
    String type = types.get(column);
    if (type == null) {
      throw UserError.of("missing-column", "the weight '" + column + "' is no column of the data")
          .at(source.key() + ".weight")
          .hint(NameHints.hint(column, types.keySet()));
    }
    return "coalesce(CAST(" + Sql.name(column) + " AS DOUBLE), 'NaN'::DOUBLE)";
  }

  /** Text where numbers are wanted, found before it would be taken for missing. */
  private void checkNumbers(OpenedSource source, String steps, String condition)
      throws SQLException {
    for (int i = 0; i < wanted.size(); i++) {
      String column = wanted.get(i).name();
      String type = types.get(column);
      if (!asNumber(builders[i]) || wanted.get(i).as() == As.NATURAL) {
        continue;
      }
      if (!DuckTypes.text(type)) {
        if (!DuckTypes.floating(type) && !DuckTypes.integer(type) && !DuckTypes.bool(type)) {
          throw UserError.of(
                  "not-a-number",
                  "column '" + column + "' is of type " + type + "; a number was expected")
              .at(source.key());
        }
        continue;
      }
      String name = Sql.name(column);
      String numbered = "SELECT *, row_number() OVER () - 1 AS fivesigma_at FROM (" + steps + ")";
      List<String[]> found =
          db.rows(
              "SELECT fivesigma_at, "
                  + name
                  + " FROM ("
                  + numbered
                  + ") WHERE "
                  + (condition.isEmpty() ? "" : condition + " AND ")
                  + name
                  + " IS NOT NULL AND TRY_CAST("
                  + name
                  + " AS DOUBLE) IS NULL LIMIT 1");
      if (!found.isEmpty()) {
        throw ColumnErrors.at(
            wanted.get(i),
            UserError.of(
                    "text-in-column",
                    "column '"
                        + column
                        + "' holds the text '"
                        + found.get(0)[1]
                        + "' in row "
                        + (rawRows + Long.parseLong(found.get(0)[0]))
                        + " (counted from 0); numbers were expected")
                .hint(
                    wanted.get(i).as() == As.FLOAT
                        ? "leave it out of data.features by '!"
                            + column
                            + "', or make a number of it in data.derive"
                        : "mend the file, or select such rows away"));
      }
    }
  }

  private void checkColumns() {
    for (int i = 0; i < builders.length; i++) {
      if (builders[i] instanceof ColumnBuilder.Floats floats && floats.firstInfinite() >= 0) {
        throw ColumnErrors.infinite(wanted.get(i), selectedBefore + floats.firstInfinite());
      }
      if (wanted.get(i).as() == As.ID
          && builders[i] instanceof ColumnBuilder.Longs longs
          && longs.firstNull() >= 0) {
        throw ColumnErrors.missingId(wanted.get(i), selectedBefore + longs.firstNull());
      }
    }
  }

  /** Notes the account of a source read. */
  void account(Account account) {
    accounts.add(account);
  }

  /** Gives away the last piece, which may be empty if it is the only one. */
  void finish() {
    give(accounts);
  }

  private void give(List<Account> known) {
    checkColumns();
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = 0; i < builders.length; i++) {
      columns.put(wanted.get(i).name(), builders[i].finish());
      builders[i] = null;
    }
    int[] source = new int[selected];
    int from = 0;
    for (int s = 0; s < sourceEnds.size(); s++) {
      Arrays.fill(source, from, sourceEnds.get(s), s);
      from = sourceEnds.get(s);
    }
    Arrays.fill(source, from, selected, sourceEnds.size());
    Loaded piece =
        new Loaded(new EventTable(selected, columns), row.values(), source, List.copyOf(known));
    row = new ColumnBuilder.Longs(false, chunkRows);
    builders = newBuilders();
    selectedBefore += selected;
    selected = 0;
    sourceEnds.replaceAll(end -> 0);
    into.accept(piece);
  }
}
