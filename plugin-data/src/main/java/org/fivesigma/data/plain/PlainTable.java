package org.fivesigma.data.plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Reads a file that {@link PlainWriter} wrote, by its index. Several threads may read at once. */
public final class PlainTable implements AutoCloseable {
  private static final int LEAST_BUFFER = 1 << 18;

  private final ThreadLocal<ByteBuffer> buffers = ThreadLocal.withInitial(() -> direct(0));
  private final FileChannel channel;
  private final List<PlainColumn> columns;
  private final int[] groupRows;
  private final Chunk[][] chunks;

  private PlainTable(
      FileChannel channel, List<PlainColumn> columns, int[] groupRows, Chunk[][] chunks) {
    this.channel = channel;
    this.columns = columns;
    this.groupRows = groupRows;
    this.chunks = chunks;
  }

  /** Opens a file; empty where another writer made it. */
  public static Optional<PlainTable> open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    Optional<PlainTable> table = Optional.empty();
    try {
      table = index(channel).map(index -> read(channel, index));
    } finally {
      if (table.isEmpty()) {
        channel.close();
      }
    }
    return table;
  }

  private static Optional<ByteBuffer> index(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8 + PlainWriter.TAIL) {
      return Optional.empty();
    }
    long footer = size - 8 - Integer.toUnsignedLong(at(channel, size - 8, 4).getInt());
    if (footer < PlainWriter.TAIL) {
      return Optional.empty();
    }
    ByteBuffer tail = at(channel, footer - PlainWriter.TAIL, PlainWriter.TAIL);
    long length = tail.getLong();
    if (tail.getLong() != PlainWriter.MAGIC || length > footer - PlainWriter.TAIL) {
      return Optional.empty();
    }
    return Optional.of(
        at(channel, footer - PlainWriter.TAIL - length, Math.toIntExact(length))
            .order(ByteOrder.BIG_ENDIAN));
  }

  private static PlainTable read(FileChannel channel, ByteBuffer in) {
    List<PlainColumn> columns = new ArrayList<>();
    for (int c = in.getInt(); c > 0; c--) {
      Values.Kind kind = Values.Kind.of((char) in.get());
      byte[] name = new byte[in.getInt()];
      in.get(name);
      columns.add(new PlainColumn(new String(name, StandardCharsets.UTF_8), kind));
    }
    int groups = in.getInt();
    int[] rows = new int[groups];
    Chunk[][] chunks = new Chunk[groups][columns.size()];
    for (int g = 0; g < groups; g++) {
      rows[g] = in.getInt();
      for (int c = 0; c < columns.size(); c++) {
        long start = in.getLong();
        long dataPage = in.getLong();
        long levels = in.getLong();
        long values = in.getLong();
        long dictionary = in.getLong();
        int bytes = in.getInt();
        int present = in.getInt();
        chunks[g][c] =
            new Chunk(
                start,
                dataPage,
                bytes,
                present,
                levels,
                values,
                dictionary,
                in.getInt(),
                in.getInt());
      }
    }
    return new PlainTable(channel, columns, rows, chunks);
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(Math.max(LEAST_BUFFER, bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes of the file in the thread's buffer, valid until its next call. */
  private ByteBuffer at(long place, int bytes) throws IOException {
    ByteBuffer buffer = buffers.get();
    if (buffer.capacity() < bytes) {
      buffer = direct(bytes);
      buffers.set(buffer);
    }
    buffer.clear().limit(bytes);
    read(channel, place, buffer);
    return buffer;
  }

  private static ByteBuffer at(FileChannel channel, long place, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    read(channel, place, buffer);
    return buffer;
  }

  private static void read(FileChannel channel, long place, ByteBuffer into) throws IOException {
    long from = place;
    while (into.hasRemaining()) {
      int n = channel.read(into, from);
      if (n < 0) {
        throw new IOException("the file ends before its values");
      }
      from += n;
    }
    into.flip();
  }

  /** The columns, in order. */
  public List<PlainColumn> columns() {
    return columns;
  }

  /** How many row groups there are. */
  public int groups() {
    return groupRows.length;
  }

  /** Rows of a row group. */
  public int rows(int group) {
    return groupRows[group];
  }

  /** The values of a column in a row group. */
  public Values values(int group, int column) throws IOException {
    Chunk chunk = chunks[group][column];
    int rows = groupRows[group];
    return switch (columns.get(column).kind()) {
      case DOUBLE -> {
        double[] values = new double[rows];
        at(chunk.values(), rows * Double.BYTES).asDoubleBuffer().get(values);
        yield new Values.Doubles(values);
      }
      case LONG -> {
        BitSet missing = missing(chunk, rows);
        long[] present = new long[chunk.present()];
        at(chunk.values(), present.length * Long.BYTES).asLongBuffer().get(present);
        yield new Values.Longs(
            present.length == rows ? present : spread(present, missing, rows), missing);
      }
      case TEXT -> texts(chunk, rows);
    };
  }

  private static long[] spread(long[] present, BitSet missing, int rows) {
    long[] values = new long[rows];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      if (!missing.get(row)) {
        values[row] = present[next++];
      }
    }
    return values;
  }

  private BitSet missing(Chunk chunk, int rows) throws IOException {
    if (chunk.levels() < 0) {
      return new BitSet();
    }
    BitSet missing = BitSet.valueOf(at(chunk.levels(), (rows + 7) / 8));
    missing.flip(0, rows);
    return missing;
  }

  private Values texts(Chunk chunk, int rows) throws IOException {
    int pageBytes = Math.toIntExact(chunk.dataPage() - chunk.dictionary());
    ByteBuffer entries = at(chunk.dictionary(), pageBytes);
    List<String> dictionary = new ArrayList<>();
    for (int i = 0; i < chunk.texts(); i++) {
      byte[] utf8 = new byte[entries.getInt()];
      entries.get(utf8);
      dictionary.add(new String(utf8, StandardCharsets.UTF_8));
    }
    BitSet missing = missing(chunk, rows);
    ByteBuffer codes = at(chunk.values(), chunk.present() * chunk.codeBytes());
    int[] all = new int[rows];
    for (int row = 0; row < rows; row++) {
      if (missing.get(row)) {
        all[row] = -1;
      } else {
        all[row] = chunk.codeBytes() == Short.BYTES ? codes.getShort() & 0xFFFF : codes.getInt();
      }
    }
    return new Values.Texts(all, dictionary);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
