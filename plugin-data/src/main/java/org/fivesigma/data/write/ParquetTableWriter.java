package org.fivesigma.data.write;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      Bytes footer = new Bytes();
      ThriftStruct.write(footer, this::footer);
      int length = footer.size();
      flush(footer.putInt(length).put(MAGIC));
      out.close();
      file.publish();
    }

    private void footer(ThriftStruct footer) {
      List<Integer> elements = new ArrayList<>();
      for (int e = -1; e < names.size(); e++) {
        elements.add(e); // −1: the root
      }
      footer
          .i32(1, 1)
          .structs(2, elements, this::element)
          .i64(3, groups.stream().mapToLong(Group::rows).sum())
          .structs(4, groups, ParquetSink::group)
          .text(6, "fivesigma");
    }

    private void element(ThriftStruct element, int index) {
      if (index < 0) {
        element.text(4, "schema").i32(5, names.size());
        return;
      }
      ParquetColumn.Type type = types.get(index);
      element.i32(1, type.code()).i32(3, 1).text(4, names.get(index));
      if (type == ParquetColumn.Type.TEXT) {
        element.i32(6, 0).struct(10, logical -> logical.struct(1, string -> {}));
      }
    }

    private static void group(ThriftStruct to, Group group) {
      to.structs(
              1,
              group.columns(),
              (column, pages) -> column.i64(2, 0).struct(3, m -> pages(m, pages, group.rows())))
          .i64(2, group.columns().stream().mapToLong(p -> p.chunk().bytes()).sum())
          .i64(3, group.rows());
    }

    private static void pages(ThriftStruct to, Pages pages, int rows) {
      int dictionary = pages.chunk().dictionaryBytes();
      to.i32(1, pages.type().code())
          .ints(2, pages.chunk().encodings())
          .texts(3, List.of(pages.name()))
          .i32(4, 0)
          .i64(5, rows)
          .i64(6, pages.chunk().bytes())
          .i64(7, pages.chunk().bytes())
          .i64(9, pages.at() + dictionary);
      if (dictionary > 0) {
        to.i64(11, pages.at());
      }
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
