package org.fivesigma.data.plain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.fivesigma.data.parquet.Compact;

/**
 * Lays the columns of one row group out as pages, each column one data page without compression:
 * doubles and longs as they are, texts by a dictionary with codes of 16 or 32 bits. The bits of
 * bit-packed codes of such widths are those of little-endian numbers. One encoder serves one thread
 * and keeps its buffer.
 */
final class RowGroupEncoder {
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int RLE_DICTIONARY = 8;
  private static final int DATA_PAGE = 0;
  private static final int DICTIONARY_PAGE = 2;
  private static final int MOST_SHORT_CODES = 1 << 16;

  private ByteBuffer out = buffer(1 << 20);

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The pages from 0 to the position. */
  ByteBuffer pages() {
    return out.duplicate().flip();
  }

  /** Lays the columns out; the places count from the start of the row group. */
  List<Chunk> encode(List<Values> columns, int rows) {
    out.clear();
    List<Chunk> chunks = new ArrayList<>();
    for (Values column : columns) {
      chunks.add(
          switch (column.kind()) {
            case DOUBLE -> doubles((Values.Doubles) column, rows);
            case LONG -> longs((Values.Longs) column, rows);
            case TEXT -> texts((Values.Texts) column, rows);
          });
    }
    return chunks;
  }

  private void room(int bytes) {
    if (out.remaining() < bytes) {
      long wanted = Math.max(2L * out.capacity(), (long) out.position() + bytes);
      ByteBuffer larger = buffer(Math.toIntExact(Math.min(wanted, Integer.MAX_VALUE - 16L)));
      larger.put(out.flip());
      out = larger;
    }
  }

  private void dataHeader(int bytes, int rows, int encoding) {
    byte[] header =
        new Compact()
            .i32(1, DATA_PAGE)
            .i32(2, bytes)
            .i32(3, bytes)
            .begin(5)
            .i32(1, rows)
            .i32(2, encoding)
            .i32(3, RLE)
            .i32(4, RLE)
            .end()
            .finish();
    room(header.length + bytes);
    out.put(header);
  }

  private Chunk doubles(Values.Doubles column, int rows) {
    int start = out.position();
    dataHeader(rows * Double.BYTES, rows, PLAIN);
    int values = out.position();
    out.asDoubleBuffer().put(column.values(), 0, rows);
    out.position(values + rows * Double.BYTES);
    return new Chunk(start, start, out.position() - start, rows, -1, values, -1, 0, 0);
  }

  private Chunk longs(Values.Longs column, int rows) {
    int start = out.position();
    int present = rows - column.missing().cardinality();
    dataHeader(levelBytes(rows, present) + present * Long.BYTES, rows, PLAIN);
    int levels = levels(column.missing(), rows, present);
    int values = out.position();
    if (present == rows) {
      out.asLongBuffer().put(column.values(), 0, rows);
      out.position(values + rows * Long.BYTES);
    } else {
      for (int row = 0; row < rows; row++) {
        if (!column.missing().get(row)) {
          out.putLong(column.values()[row]);
        }
      }
    }
    return new Chunk(start, start, out.position() - start, present, levels, values, -1, 0, 0);
  }

  private Chunk texts(Values.Texts column, int rows) {
    int start = out.position();
    List<byte[]> entries =
        column.dictionary().stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
    int bytes = entries.stream().mapToInt(e -> Integer.BYTES + e.length).sum();
    byte[] header =
        new Compact()
            .i32(1, DICTIONARY_PAGE)
            .i32(2, bytes)
            .i32(3, bytes)
            .begin(7)
            .i32(1, entries.size())
            .i32(2, PLAIN)
            .end()
            .finish();
    room(header.length + bytes);
    out.put(header);
    int dictionary = out.position();
    for (byte[] entry : entries) {
      out.putInt(entry.length).put(entry);
    }
    BitSet missing = new BitSet(rows);
    for (int row = 0; row < rows; row++) {
      if (column.codes()[row] < 0) {
        missing.set(row);
      }
    }
    int present = rows - missing.cardinality();
    int codeBytes = entries.size() <= MOST_SHORT_CODES ? Short.BYTES : Integer.BYTES;
    int groups = (present + 7) / 8;
    byte[] run = Compact.varintOf(((long) groups << 1) | 1);
    int dataPage = out.position();
    dataHeader(
        levelBytes(rows, present) + 1 + run.length + groups * 8 * codeBytes, rows, RLE_DICTIONARY);
    int levels = levels(missing, rows, present);
    out.put((byte) (8 * codeBytes)).put(run);
    int values = out.position();
    for (int row = 0; row < rows; row++) {
      int code = column.codes()[row];
      if (code >= 0) {
        code(code, codeBytes);
      }
    }
    for (int i = present; i < groups * 8; i++) {
      code(0, codeBytes);
    }
    return new Chunk(
        start,
        dataPage,
        out.position() - start,
        present,
        levels,
        values,
        dictionary,
        entries.size(),
        codeBytes);
  }

  private void code(int code, int codeBytes) {
    if (codeBytes == Short.BYTES) {
      out.putShort((short) code);
    } else {
      out.putInt(code);
    }
  }

  private static int levelBytes(int rows, int present) {
    return Integer.BYTES
        + (present == rows
            ? Compact.varintOf((long) rows << 1).length + 1
            : Compact.varintOf((((rows + 7L) / 8) << 1) | 1).length + (rows + 7) / 8);
  }

  /** Writes which rows have a value; the place of their bits, or −1 where all have. */
  private int levels(BitSet missing, int rows, int present) {
    out.putInt(levelBytes(rows, present) - Integer.BYTES);
    if (present == rows) {
      out.put(Compact.varintOf((long) rows << 1)).put((byte) 1);
      return -1;
    }
    int bytes = (rows + 7) / 8;
    out.put(Compact.varintOf(((long) bytes << 1) | 1));
    int place = out.position();
    byte[] bits = new byte[bytes];
    for (int row = 0; row < rows; row++) {
      if (!missing.get(row)) {
        bits[row >> 3] |= (byte) (1 << (row & 7));
      }
    }
    out.put(bits);
    return place;
  }
}
