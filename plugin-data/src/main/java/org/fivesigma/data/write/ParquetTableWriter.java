package org.fivesigma.data.write;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fivesigma.data.parquet.Compact;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.TableWriter;

/**
 * Writes Parquet files, without the database: to unpack and load that for a few predictions took
 * longer than many a training. Rows leave memory as they come, in groups; numbers are read again
 * with the same bits. A text column whose dictionary is {@code false, true} becomes a column of
 * booleans. The format: Apache Parquet's specification, version 1, pages without compression.
 */
public final class ParquetTableWriter implements TableWriter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Rows of a group: the pages of a column are about a megabyte. */
  static final int GROUP = 1 << 17;

  @Override
  public Sink open(Path file) throws IOException {
    return new ParquetSink(PendingFile.of(file));
  }

  /** Where a column's pages of one group are. */
  private record Pages(String name, ParquetColumn.Type type, long at, ParquetColumn.Chunk chunk) {}

  private record Group(int rows, List<Pages> columns) {}

  private static final class ParquetSink implements Sink {
    private final PendingFile file;
    private final OutputStream out;
    private final List<Group> groups = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<ParquetColumn.Type> types = new ArrayList<>();
    private final Bytes bytes = new Bytes();
    private long written;

    ParquetSink(PendingFile file) throws IOException {
      this.file = file;
      this.out = new BufferedOutputStream(Files.newOutputStream(file.temporary()), 1 << 16);
      flush(new Bytes().put(MAGIC));
    }

    private void flush(Bytes some) throws IOException {
      some.to(out);
      written += some.size();
    }

    @Override
    public void append(EventTable table) throws IOException {
      if (names.isEmpty()) {
        for (String name : table.names()) {
          names.add(name);
          types.add(ParquetColumn.type(table.column(name)));
        }
      }
      for (int from = 0; from < table.rows(); from += GROUP) {
        group(table, from, Math.min(table.rows(), from + GROUP));
      }
    }

    private void group(EventTable table, int from, int to) throws IOException {
      List<Pages> columns = new ArrayList<>();
      for (int c = 0; c < names.size(); c++) {
        Column column = table.column(names.get(c));
        bytes.clear();
        ParquetColumn.Chunk chunk = new ParquetColumn(types.get(c)).write(bytes, column, from, to);
        columns.add(new Pages(names.get(c), types.get(c), written, chunk));
        flush(bytes);
      }
      groups.add(new Group(to - from, columns));
    }

    @Override
    public void finish() throws IOException {
      if (names.isEmpty()) {
        throw new IOException("there is nothing to write to " + file.file());
      }
      byte[] footer = footer();
      flush(new Bytes().put(footer).putInt(footer.length).put(MAGIC));
      out.close();
      file.publish();
    }

    private byte[] footer() {
      Compact footer = new Compact().i32(1, 1).list(2, Compact.STRUCT, names.size() + 1);
      footer.begin().text(4, "schema").i32(5, names.size()).end();
      for (int c = 0; c < names.size(); c++) {
        footer.begin().i32(1, types.get(c).code()).i32(3, 1).text(4, names.get(c));
        if (types.get(c) == ParquetColumn.Type.TEXT) {
          // UTF-8: the old mark and the logical type
          footer.i32(6, 0).begin(10).begin(1).end().end();
        }
        footer.end();
      }
      footer.i64(3, groups.stream().mapToLong(Group::rows).sum());
      footer.list(4, Compact.STRUCT, groups.size());
      for (Group group : groups) {
        footer.begin().list(1, Compact.STRUCT, group.columns().size());
        group.columns().forEach(pages -> pages(footer, pages, group.rows()));
        footer.i64(2, group.columns().stream().mapToLong(p -> p.chunk().bytes()).sum());
        footer.i64(3, group.rows()).end();
      }
      return footer.text(6, "fivesigma").finish();
    }

    private static void pages(Compact to, Pages pages, int rows) {
      List<Integer> encodings = pages.chunk().encodings();
      int dictionary = pages.chunk().dictionaryBytes();
      to.begin().i64(2, 0).begin(3).i32(1, pages.type().code());
      to.list(2, Compact.I32, encodings.size());
      encodings.forEach(to::element);
      to.list(3, Compact.BINARY, 1).element(pages.name()).i32(4, 0).i64(5, rows);
      to.i64(6, pages.chunk().bytes()).i64(7, pages.chunk().bytes());
      to.i64(9, pages.at() + dictionary);
      if (dictionary > 0) {
        to.i64(11, pages.at());
      }
      to.end().end();
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } finally {
        file.discard();
      }
    }
  }
}
