package org.fivesigma.data.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * An embedded database of its own, in memory, that reads files and evaluates expressions. Results
 * are streamed in the order of the rows; nothing is installed or loaded from outside. Closing it
 * frees its memory. One thread uses it.
 */
public final class DuckDb implements AutoCloseable {
  private final String url;
  private final int threads;
  private Connection connection;

  private DuckDb(String url, int threads) {
    this.url = url;
    this.threads = threads;
  }

  /** A database that uses at most so many threads. */
  public static DuckDb open(int threads) {
    return new DuckDb("jdbc:duckdb:", threads);
  }

  /** A database kept in a file while it is open, for data that may not fit into memory. */
  public static DuckDb openFile(java.nio.file.Path file, int threads) {
    return new DuckDb("jdbc:duckdb:" + file, threads);
  }

  /** Begins at the first use: unpacking and loading the engine takes most of a second. */
  private Connection started() throws SQLException {
    if (connection == null) {
      connection = connect();
    }
    return connection;
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    properties.setProperty("threads", Integer.toString(Math.max(1, threads)));
    properties.setProperty("preserve_insertion_order", "true");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    return new DuckDBDriver().connect(url, properties);
  }

  /** The connection, for appenders and prepared statements. */
  public DuckDBConnection connection() throws SQLException {
    return started().unwrap(DuckDBConnection.class);
  }

  /** Carries out a statement. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = started().createStatement()) {
      statement.execute(sql);
    }
  }

  /** What is done with a result while it is open. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads the rows. */
    T read(ResultSet rows) throws SQLException;
  }

  /** Carries out a query and reads its result. */
  public <T> T query(String sql, Reader<T> reader) throws SQLException {
    try (Statement statement = started().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return reader.read(rows);
    }
  }

  /** The rows of a small result as texts; NULL is {@code null}. */
  public List<String[]> rows(String sql) throws SQLException {
    return query(
        sql,
        rows -> {
          int width = rows.getMetaData().getColumnCount();
          List<String[]> all = new ArrayList<>();
          while (rows.next()) {
            String[] row = new String[width];
            for (int i = 0; i < width; i++) {
              row[i] = rows.getString(i + 1);
            }
            all.add(row);
          }
          return all;
        });
  }

  /** Columns of a table expression with the database's own type names, in order. */
  public Map<String, String> describe(String relation) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String[] row : rows("DESCRIBE SELECT * FROM " + relation)) {
      columns.put(row[0], row[1]);
    }
    return columns;
  }

  /** The first paragraph of an error, without what the driver puts around it. */
  public static String message(SQLException e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    int wrapped = text.indexOf("\nError: ");
    if (text.startsWith("Invalid Input Error: Attempting to execute") && wrapped > 0) {
      text = text.substring(wrapped + "\nError: ".length());
    }
    int end = text.indexOf("\n\n");
    if (end > 0) {
      text = text.substring(0, end);
    }
    return text.replaceFirst("^[A-Z][A-Za-z]*( [A-Z][A-Za-z]*)? Error: ", "").strip();
  }

  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }
}
