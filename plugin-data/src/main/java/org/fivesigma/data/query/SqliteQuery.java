package org.fivesigma.data.query;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.spi.UserError;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A query over a SQLite database, written as Parquet. A column's type is the narrowest that holds
 * all its values, since SQLite types values and not columns.
 */
final class SqliteQuery {
  private enum Type {
    BIGINT,
    DOUBLE,
    VARCHAR
  }

  private final Path database;
  private final String query;

  SqliteQuery(Path database, String query) {
    this.database = database;
    this.query = query;
  }

  void write(Path parquet) throws IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + database);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        DuckDb db = DuckDb.open(1)) {
      List<String> names = new ArrayList<>();
      Type[] types = types(statement, names);
      db.execute("CREATE TABLE result (" + columns(names, types) + ")");
      try (ResultSet rows = statement.executeQuery(query);
          DuckDBAppender appender = db.connection().createAppender("result")) {
        while (rows.next()) {
          appender.beginRow();
          for (int i = 0; i < types.length; i++) {
            append(appender, rows, i + 1, types[i]);
          }
          appender.endRow();
        }
      }
      db.execute("COPY result TO " + Sql.text(parquet.toString()) + " (FORMAT parquet)");
    } catch (SQLException e) {
      throw UserError.of("sql-error", "the query fails: " + e.getMessage()).at("query").because(e);
    }
  }

  private Type[] types(Statement statement, List<String> names) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      ResultSetMetaData about = rows.getMetaData();
      Type[] types = new Type[about.getColumnCount()];
      for (int i = 1; i <= types.length; i++) {
        names.add(about.getColumnLabel(i));
      }
      while (rows.next()) {
        for (int i = 0; i < types.length; i++) {
          Type type = type(rows.getObject(i + 1));
          if (type != null && (types[i] == null || types[i].compareTo(type) < 0)) {
            types[i] = type;
          }
        }
      }
      Arrays.setAll(types, i -> types[i] == null ? Type.DOUBLE : types[i]);
      return types;
    }
  }

  private static Type type(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Long || value instanceof Integer) {
      return Type.BIGINT;
    }
    return value instanceof Number ? Type.DOUBLE : Type.VARCHAR;
  }

  private static String columns(List<String> names, Type[] types) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      columns.add(Sql.name(names.get(i)) + " " + types[i]);
    }
    return String.join(", ", columns);
  }

  private static void append(DuckDBAppender appender, ResultSet rows, int column, Type type)
      throws SQLException {
    if (rows.getObject(column) == null) {
      appender.appendNull();
      return;
    }
    switch (type) {
      case BIGINT -> appender.append(rows.getLong(column));
      case DOUBLE -> appender.append(rows.getDouble(column));
      case VARCHAR -> appender.append(rows.getString(column));
    }
  }
}
