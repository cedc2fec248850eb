package org.fivesigma.data.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.data.plain.PlainTable;
import org.fivesigma.data.plain.Values;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceData;
import org.fivesigma.spi.data.SourceSpec;

/** Opens sources and makes each a table expression: tables in memory are copied to the database. */
final class SourceOpener {
  private final DuckDb db;
  private final SourceContext context;

  SourceOpener(DuckDb db, SourceContext context) {
    this.db = db;
    this.context = context;
  }

  List<OpenedSource> open(List<SourceSpec> specs) throws SQLException {
    List<OpenedSource> opened = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      String key = specs.size() == 1 ? "data.source" : "data.source[" + i + "]";
      opened.add(open(specs.get(i), key, i));
    }
    return opened;
  }

  /** The sources' columns; those that know them without opening are not opened. */
  List<OpenedSource> describe(List<SourceSpec> specs) throws SQLException {
    List<OpenedSource> described = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      SourceSpec spec = specs.get(i);
      String key = specs.size() == 1 ? "data.source" : "data.source[" + i + "]";
      Optional<Map<String, ColumnType>> known = spec.source().create().columns();
      described.add(
          known.isPresent()
              ? new OpenedSource(
                  spec, key, "", types(known.get()), List.of(), List.of(), Optional.empty())
              : open(spec, key, i));
    }
    return described;
  }

  private static Map<String, String> types(Map<String, ColumnType> columns) {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach(
        (name, type) ->
            types.put(
                name,
                switch (type) {
                  case FLOATING -> "FLOAT";
                  case INTEGER -> "BIGINT";
                  case TEXT, OTHER -> "VARCHAR";
                }));
    return types;
  }

  private OpenedSource open(SourceSpec spec, String key, int index) throws SQLException {
    SourceData data;
    try {
      data = spec.source().create().open(context);
    } catch (UserError e) {
      throw e.under(key);
    }
    if (data instanceof SourceData.Table memory) {
      String table = "memory_" + index;
      copy(table, memory.table());
      return new OpenedSource(
          spec, key, table, db.describe(table), List.of(), List.of(), Optional.of(memory.digest()));
    }
    SourceData.Relation relation = (SourceData.Relation) data;
    Map<String, String> types;
    try {
      types = plainTypes(relation.whole());
      if (types.isEmpty()) {
        types = db.describe(relation.relation());
      }
    } catch (IOException e) {
      throw UserError.of("unreadable-file", "a file cannot be read: " + e.getMessage())
          .at(key)
          .because(e);
    } catch (SQLException e) {
      throw UserError.of("unreadable-source", DuckDb.message(e)).at(key).because(e);
    }
    types = new LinkedHashMap<>(types);
    types.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).equals(SelectSql.ROW));
    return new OpenedSource(
        spec,
        key,
        relation.relation(),
        types,
        relation.files(),
        relation.whole(),
        Optional.empty());
  }

  /** The columns of plain files, if all are such and have the same; else none. */
  private static Map<String, String> plainTypes(List<Path> files) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    for (Path file : files) {
      Map<String, String> own = new LinkedHashMap<>();
      Optional<PlainTable> opened = PlainTable.open(file);
      if (opened.isPresent()) {
        try (PlainTable table = opened.get()) {
          table.columns().forEach(c -> own.put(c.name(), type(c.kind())));
        }
      }
      if (own.isEmpty() || !(types.isEmpty() || types.equals(own))) {
        return Map.of();
      }
      types.putAll(own);
    }
    return types;
  }

  private static String type(Values.Kind kind) {
    return switch (kind) {
      case DOUBLE -> "DOUBLE";
      case LONG -> "BIGINT";
      case TEXT -> "VARCHAR";
    };
  }

  private void copy(String name, EventTable table) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (String column : table.names()) {
      columns.add(Sql.name(column) + " " + type(table.column(column)));
    }
    db.execute("CREATE TABLE " + name + " (" + String.join(", ", columns) + ")");
    Column[] values = table.names().stream().map(table::column).toArray(Column[]::new);
    try (DuckDBAppender appender = db.connection().createAppender(name)) {
      for (int row = 0; row < table.rows(); row++) {
        appender.beginRow();
        for (Column column : values) {
          append(appender, column, row);
        }
        appender.endRow();
      }
    }
  }

  private static String type(Column column) {
    if (column instanceof Column.Floats) {
      return "FLOAT";
    }
    if (column instanceof Column.Doubles) {
      return "DOUBLE";
    }
    return column instanceof Column.Longs ? "BIGINT" : "VARCHAR";
  }

  private static void append(DuckDBAppender appender, Column column, int row) throws SQLException {
    if (column instanceof Column.Floats floats) {
      appender.append(floats.values()[row]);
    } else if (column instanceof Column.Doubles doubles) {
      appender.append(doubles.values()[row]);
    } else if (column instanceof Column.Longs longs) {
      appender.append(longs.values()[row]);
    } else if (column instanceof Column.Texts texts) {
      int code = texts.codes()[row];
      if (code < 0) {
        appender.appendNull();
      } else {
        appender.append(texts.dictionary().get(code));
      }
    }
  }
}
