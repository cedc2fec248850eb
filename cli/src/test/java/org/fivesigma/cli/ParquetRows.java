package org.fivesigma.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tables of a run folder as a user would: by SQL, not by the program's own classes. */
final class ParquetRows {
  private ParquetRows() {}

  /** All columns of a Parquet file, by name. */
  static Map<String, List<Object>> read(Path file) throws SQLException {
    return query("select * from read_parquet('" + file + "')");
  }

  /** The answer to a query, by column. */
  static Map<String, List<Object>> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("set threads to 1");
      try (ResultSet rows = statement.executeQuery(sql)) {
        Map<String, List<Object>> columns = new LinkedHashMap<>();
        int n = rows.getMetaData().getColumnCount();
        for (int c = 1; c <= n; c++) {
          columns.put(rows.getMetaData().getColumnName(c), new ArrayList<>());
        }
        while (rows.next()) {
          int c = 1;
          for (List<Object> column : columns.values()) {
            column.add(rows.getObject(c++));
          }
        }
        return columns;
      }
    }
  }

  /** A column of numbers. */
  static double[] numbers(Map<String, List<Object>> table, String column) {
    return table.get(column).stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
  }

  /** Where a column of texts has a value. */
  static boolean[] is(Map<String, List<Object>> table, String column, String value) {
    List<Object> texts = table.get(column);
    boolean[] result = new boolean[texts.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = value.equals(String.valueOf(texts.get(i)));
    }
    return result;
  }
}
