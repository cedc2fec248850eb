package org.fivesigma.data.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.TableWriter;

/**
 * Writes tables through DuckDB. A text column whose dictionary is {@code false, true} becomes a
 * column of booleans. Doubles are written so that reading gives the same bits.
 */
public final class DuckDbTableWriter implements TableWriter {
  private static final String MEMORY = "400MB";

  private final String options;

  private DuckDbTableWriter(String options) {
    this.options = options;
  }

  /** A writer of csv files with a header; compressed when the name ends with .gz or .zst. */
  public static DuckDbTableWriter csv() {
    return new DuckDbTableWriter("FORMAT csv, HEADER true");
  }

  @Override
  public Sink open(Path file) throws IOException {
    try {
      return new DuckDbSink(PendingFile.of(file), options);
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static final class DuckDbSink implements Sink {
    private final PendingFile file;
    private final Path spill;
    private final String options;
    private final DuckDb database;
    private boolean created;

    DuckDbSink(PendingFile file, String options) throws SQLException {
      this.file = file;
      String name = file.file().getFileName().toString();
      this.spill = file.file().resolveSibling("." + name + ".parts");
      this.options = options + compression(name);
      this.database = DuckDb.open(1);
    }

    private static String compression(String name) {
      return name.endsWith(".gz")
          ? ", COMPRESSION gzip"
          : name.endsWith(".zst") ? ", COMPRESSION zstd" : "";
    }

    @Override
    public void append(EventTable table) throws IOException {
      try {
        if (!created) {
          // of a large result the most lies beside the file until it is written
          database.execute("SET memory_limit = '" + MEMORY + "'");
          database.execute("SET temp_directory = " + Sql.text(spill.toString()));
          String columns =
              table.names().stream()
                  .map(n -> Sql.name(n) + " " + type(table.column(n)))
                  .collect(Collectors.joining(", "));
          database.execute("CREATE TABLE result (" + columns + ")");
          created = true;
        }
        try (DuckDBAppender appender = database.connection().createAppender("main", "result")) {
          List<Column> columns = table.names().stream().map(table::column).toList();
          for (int row = 0; row < table.rows(); row++) {
            appender.beginRow();
            for (Column column : columns) {
              append(appender, column, row);
            }
            appender.endRow();
          }
        }
      } catch (SQLException e) {
        throw new IOException("cannot write " + file.file() + ": " + e.getMessage(), e);
      }
    }

    private static void append(DuckDBAppender appender, Column column, int row)
        throws SQLException {
      if (column instanceof Column.Longs longs) {
        appender.append(longs.values()[row]);
      } else if (column instanceof Column.Texts texts) {
        int code = texts.codes()[row];
        if (code < 0) {
          appender.appendNull();
        } else if (ParquetColumn.type(texts) == ParquetColumn.Type.BOOLEAN) {
          appender.append(code == 1);
        } else {
          appender.append(texts.dictionary().get(code));
        }
      } else if (Double.isNaN(column.number(row))) {
        appender.appendNull();
      } else if (column instanceof Column.Floats floats) {
        appender.append(floats.values()[row]);
      } else {
        appender.append(column.number(row));
      }
    }

    private static String type(Column column) {
      if (column instanceof Column.Longs) {
        return "BIGINT";
      }
      if (column instanceof Column.Texts texts) {
        return ParquetColumn.type(texts) == ParquetColumn.Type.BOOLEAN ? "BOOLEAN" : "VARCHAR";
      }
      return column instanceof Column.Floats ? "FLOAT" : "DOUBLE";
    }

    @Override
    public void finish() throws IOException {
      if (!created) {
        throw new IOException("there is nothing to write to " + file.file());
      }
      try {
        database.execute(
            "COPY result TO " + Sql.text(file.temporary().toString()) + " (" + options + ")");
        file.publish();
      } catch (SQLException e) {
        throw new IOException("cannot write " + file.file() + ": " + e.getMessage(), e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        database.close();
      } catch (SQLException e) {
        throw new IOException("cannot close " + file.file() + ": " + e.getMessage(), e);
      } finally {
        file.discard();
        Files.deleteIfExists(spill); // the database leaves at most the empty folder
      }
    }
  }
}
