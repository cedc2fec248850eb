package org.fivesigma.data.write;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fivesigma.data.parquet.Compact;
import org.fivesigma.spi.data.Column;

/**
 * The pages of rows of a column: which are there, then the values that are. Texts and numbers of
 * which there are few go by a dictionary, whole numbers by their differences.
 */
final class ParquetColumn {
  /** Types of the format. */
  enum Type {
    BOOLEAN(0),
    LONG(2),
    FLOAT(4),
    DOUBLE(5),
    TEXT(6);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    /** The format's number of the physical type. */
    int code() {
      return code;
    }
  }

  private static final List<String> BOOLEAN = List.of("false", "true");

  /** Most entries of a dictionary of numbers. */
  private static final int MOST_DISTINCT = 1 << 12;

  private final Type type;
  private final Bytes values = new Bytes();
  private final Bytes dictionary = new Bytes();
  private int entries;
  private int valuesEncoding;

  ParquetColumn(Type type) {
    this.type = type;
  }

  /** The type that a column is written as. */
  static Type type(Column column) {
    if (column instanceof Column.Longs) {
      return Type.LONG;
    }
    if (column instanceof Column.Texts texts) {
      return texts.dictionary().equals(BOOLEAN) ? Type.BOOLEAN : Type.TEXT;
    }
    return column instanceof Column.Floats ? Type.FLOAT : Type.DOUBLE;
  }

  /** Offsets and sizes of what was written. */
  record Chunk(int dictionaryBytes, int bytes, List<Integer> encodings) {}

  /** Appends the pages of rows {@code from} … {@code to}. */
  Chunk write(Bytes out, Column column, int from, int to) {
    int begin = out.size();
    values.clear();
    dictionary.clear();
    entries = 0;
    long[] present = new long[to - from];
    int count = 0;
    for (int i = 0; i < present.length; i++) {
      present[i] = present(column, from + i) ? 1 : 0;
      count += (int) present[i];
    }
    encode(column, from, to, count);
    if (entries > 0) {
      page(out, dictionary, 2, 7, entries, ParquetEncoding.PLAIN);
    }
    int dictionaryBytes = out.size() - begin;
    Bytes levels = new Bytes();
    ParquetEncoding.runs(levels, present, present.length, 1);
    Bytes body = new Bytes();
    body.putInt(levels.size()).put(levels).put(values);
    page(out, body, 0, 5, present.length, valuesEncoding);
    Set<Integer> encodings = new LinkedHashSet<>(List.of(ParquetEncoding.RLE, valuesEncoding));
    if (entries > 0) {
      encodings.add(ParquetEncoding.PLAIN);
    }
    return new Chunk(dictionaryBytes, out.size() - begin, List.copyOf(encodings));
  }

  private static void page(Bytes out, Bytes body, int kind, int header, int count, int encoding) {
    Compact page = new Compact().i32(1, kind).i32(2, body.size()).i32(3, body.size());
    page.begin(header).i32(1, count).i32(2, encoding);
    if (kind == 0) {
      page.i32(3, ParquetEncoding.RLE).i32(4, ParquetEncoding.RLE);
    }
    out.put(page.end().finish());
    out.put(body);
  }

  private static boolean present(Column column, int row) {
    if (column instanceof Column.Texts texts) {
      return texts.codes()[row] >= 0;
    }
    return column instanceof Column.Longs || !Double.isNaN(column.number(row));
  }

  private void encode(Column column, int from, int to, int count) {
    valuesEncoding = ParquetEncoding.PLAIN;
    switch (type) {
      case LONG -> {
        valuesEncoding = ParquetEncoding.DELTA;
        ParquetEncoding.differences(values, ((Column.Longs) column).values(), from, to - from);
      }
      case BOOLEAN, TEXT -> texts((Column.Texts) column, from, to, count);
      default -> numbers(column, from, to, count);
    }
  }

  private void texts(Column.Texts column, int from, int to, int count) {
    int[] entry = new int[column.dictionary().size()];
    long[] coded = new long[count];
    int at = 0;
    for (int row = from; row < to; row++) {
      int code = column.codes()[row];
      if (code < 0) {
        continue;
      }
      if (type == Type.BOOLEAN) {
        coded[at++] = code;
        continue;
      }
      if (entry[code] == 0) {
        byte[] text = column.dictionary().get(code).getBytes(StandardCharsets.UTF_8);
        dictionary.putInt(text.length).put(text);
        entry[code] = ++entries;
      }
      coded[at++] = entry[code] - 1L;
    }
    if (type == Type.BOOLEAN) {
      values.putPacked(coded, 0, count, 1);
    } else if (entries > 0) {
      byDictionary(coded, count);
    }
  }

  private void byDictionary(long[] coded, int count) {
    valuesEncoding = ParquetEncoding.DICTIONARY;
    int bits = ParquetEncoding.bits(entries - 1);
    values.put(bits);
    ParquetEncoding.runs(values, coded, count, bits);
  }

  private void numbers(Column column, int from, int to, int count) {
    long[] bits = new long[count];
    int at = 0;
    for (int row = from; row < to; row++) {
      double value = column.number(row);
      if (!Double.isNaN(value)) {
        bits[at++] =
            type == Type.FLOAT
                ? Float.floatToRawIntBits((float) value)
                : Double.doubleToRawLongBits(value);
      }
    }
    long[] distinct = new long[MOST_DISTINCT];
    long[] coded = new long[count];
    int found = few(bits, count, distinct, coded);
    if (found == 0) {
      plain(values, bits, count);
      return;
    }
    entries = found;
    plain(dictionary, distinct, found);
    byDictionary(coded, count);
  }

  private void plain(Bytes into, long[] bits, int count) {
    for (int i = 0; i < count; i++) {
      if (type == Type.FLOAT) {
        into.putInt((int) bits[i]);
      } else {
        into.putLong(bits[i]);
      }
    }
  }

  /**
   * Finds the distinct numbers in the order of their first appearance.
   *
   * @return how many there are; 0 where there are too many, or too few values, for a dictionary
   */
  private static int few(long[] bits, int count, long[] distinct, long[] coded) {
    int most = Math.min(distinct.length, count / 4);
    int[] slots = new int[4 * distinct.length];
    Arrays.fill(slots, -1);
    int found = 0;
    for (int i = 0; i < count; i++) {
      long hash = bits[i] * 0x9E3779B97F4A7C15L;
      int slot = (int) (hash >>> 50);
      while (slots[slot] >= 0 && distinct[slots[slot]] != bits[i]) {
        slot = (slot + 1) & (slots.length - 1);
      }
      if (slots[slot] < 0) {
        if (found == most) {
          return 0;
        }
        distinct[found] = bits[i];
        slots[slot] = found++;
      }
      coded[i] = slots[slot];
    }
    return found;
  }
}
