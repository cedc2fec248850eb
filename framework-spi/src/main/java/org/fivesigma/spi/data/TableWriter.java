package org.fivesigma.spi.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes tables to files (kind {@code table_writer}; the id is the format: {@code parquet}, {@code
 * csv}).
 */
public interface TableWriter {
  /**
   * Opens a file for writing. It gets its name when the sink is closed after the last table; until
   * then it stands beside under a temporary name.
   */
  Sink open(Path file) throws IOException;

  /** Writes one table as a file. */
  default void write(EventTable table, Path file) throws IOException {
    try (Sink sink = open(file)) {
      sink.append(table);
      sink.finish();
    }
  }

  /** A file being written. */
  interface Sink extends AutoCloseable {
    /**
     * Appends rows; every table has the same columns. Missing (NaN, text code −1) is written as
     * NULL or an empty field.
     */
    void append(EventTable table) throws IOException;

    /** Ends the file and gives it its name. */
    void finish() throws IOException;

    /** Lets go of everything; a file that was not finished is removed. */
    @Override
    void close() throws IOException;
  }
}
