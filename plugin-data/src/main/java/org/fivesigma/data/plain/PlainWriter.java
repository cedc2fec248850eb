package org.fivesigma.data.plain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.fivesigma.data.parquet.Compact;

/**
 * Writes a Parquet file of plain pages, row group by row group, from several threads at once. Any
 * reader of Parquet reads it; an index before the footer lets {@link PlainTable} go straight to the
 * values. The row groups may come in any order: each has its number, and the rows are in the order
 * of the numbers.
 */
public final class PlainWriter implements AutoCloseable {
  /** Ends the index. */
  static final long MAGIC = 0x3142415453474935L; // "5IGSTAB1"

  /** Bytes after the index: its length and the magic number. */
  static final int TAIL = Long.BYTES + Long.BYTES;

  private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int INT64 = 2;
  private static final int DOUBLE = 5;
  private static final int BYTE_ARRAY = 6;

  private final FileChannel channel;
  private final List<PlainColumn> columns;
  private final AtomicLong end = new AtomicLong(PARQUET.length);
  private final SortedMap<Integer, Group> groups = new TreeMap<>();
  private final ThreadLocal<RowGroupEncoder> encoders =
      ThreadLocal.withInitial(RowGroupEncoder::new);

  private record Group(int rows, List<Chunk> chunks) {}

  /** A writer to a file, which is made or replaced. */
  public PlainWriter(Path file, List<PlainColumn> columns) throws IOException {
    this.columns = List.copyOf(columns);
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    write(ByteBuffer.wrap(PARQUET), 0);
  }

  /**
   * Writes one row group; may be called by several threads at once.
   *
   * @param number its place among the row groups
   * @param values one for each column, of the column's kind
   */
  public void write(int number, int rows, List<Values> values) throws IOException {
    RowGroupEncoder encoder = encoders.get();
    List<Chunk> chunks = encoder.encode(values, rows);
    ByteBuffer pages = encoder.pages();
    long at = end.getAndAdd(pages.remaining());
    write(pages, at);
    Group group = new Group(rows, chunks.stream().map(c -> c.movedBy(at)).toList());
    synchronized (groups) {
      groups.put(number, group);
    }
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long place = at;
    while (bytes.hasRemaining()) {
      place += channel.write(bytes, place);
    }
  }

  /** Writes index and footer; without this call the file is no Parquet file. */
  public void finish() throws IOException {
    byte[] index = index();
    byte[] footer = footer();
    ByteBuffer rest =
        ByteBuffer.allocate(index.length + TAIL + footer.length + Integer.BYTES + PARQUET.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    rest.put(index).putLong(index.length).putLong(MAGIC);
    rest.put(footer).putInt(footer.length).put(PARQUET).flip();
    write(rest, end.get());
  }

  private byte[] index() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(columns.size());
    for (PlainColumn column : columns) {
      byte[] name = column.name().getBytes(StandardCharsets.UTF_8);
      out.writeByte(column.kind().letter());
      out.writeInt(name.length);
      out.write(name);
    }
    out.writeInt(groups.size());
    for (Group group : groups.values()) {
      out.writeInt(group.rows());
      for (Chunk chunk : group.chunks()) {
        out.writeLong(chunk.start());
        out.writeLong(chunk.dataPage());
        out.writeLong(chunk.levels());
        out.writeLong(chunk.values());
        out.writeLong(chunk.dictionary());
        out.writeInt(chunk.bytes());
        out.writeInt(chunk.present());
        out.writeInt(chunk.texts());
        out.writeInt(chunk.codeBytes());
      }
    }
    return bytes.toByteArray();
  }

  private byte[] footer() {
    long rows = groups.values().stream().mapToLong(Group::rows).sum();
    Compact out = new Compact().i32(1, 1).list(2, Compact.STRUCT, columns.size() + 1);
    out.begin().text(4, "schema").i32(5, columns.size()).end();
    for (PlainColumn column : columns) {
      boolean required = column.kind() == Values.Kind.DOUBLE;
      out.begin().i32(1, type(column)).i32(3, required ? 0 : 1).text(4, column.name());
      if (column.kind() == Values.Kind.TEXT) {
        out.i32(6, 0); // UTF8
      }
      out.end();
    }
    out.i64(3, rows).list(4, Compact.STRUCT, groups.size());
    for (Group group : groups.values()) {
      long bytes = group.chunks().stream().mapToLong(Chunk::bytes).sum();
      out.begin().list(1, Compact.STRUCT, columns.size());
      for (int c = 0; c < columns.size(); c++) {
        chunk(out, columns.get(c), group.chunks().get(c), group.rows());
      }
      out.i64(2, bytes).i64(3, group.rows()).end();
    }
    return out.text(6, "fivesigma").finish();
  }

  private static void chunk(Compact out, PlainColumn column, Chunk chunk, int rows) {
    boolean text = column.kind() == Values.Kind.TEXT;
    out.begin().i64(2, chunk.start()).begin(3).i32(1, type(column));
    if (text) {
      out.list(2, Compact.I32, 3).element(0).element(3).element(8);
    } else {
      out.list(2, Compact.I32, 2).element(0).element(3);
    }
    out.list(3, Compact.BINARY, 1).element(column.name()).i32(4, 0).i64(5, rows);
    out.i64(6, chunk.bytes()).i64(7, chunk.bytes()).i64(9, chunk.dataPage());
    if (text) {
      out.i64(11, chunk.start());
    }
    out.end().end();
  }

  private static int type(PlainColumn column) {
    return switch (column.kind()) {
      case DOUBLE -> DOUBLE;
      case LONG -> INT64;
      case TEXT -> BYTE_ARRAY;
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
