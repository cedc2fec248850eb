package org.fivesigma.data.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.data.Column;

/**
 * Collects one column from a result, in chunks that are joined once at the end, so that the peak is
 * one column above the table itself.
 */
abstract class ColumnBuilder {
  private static final int MOST_ROWS = 1 << 16;
  private static final int LEAST_ROWS = 1 << 10;

  /** Values that the first chunks of all columns hold together, where there are many columns. */
  private static final int TOGETHER = 1 << 24;

  private final int chunkRows;
  private int inChunk;

  private ColumnBuilder(int chunkRows) {
    this.chunkRows = chunkRows;
    this.inChunk = chunkRows;
  }

  /** Rows of a chunk for a table so wide: thousands of columns begin small. */
  static int chunkRows(int columns) {
    return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, TOGETHER / Math.max(1, columns)));
  }

  /** Rows of each chunk but the last. */
  final int chunkRows() {
    return chunkRows;
  }

  /** Reads the value of the current row; the first column is 1. */
  abstract void read(ResultSet rows, int column) throws SQLException;

  /** The column of all values read; called once. */
  abstract Column finish();

  /** Place of the next value in its chunk; 0 when a new chunk is needed. */
  final int next() {
    if (inChunk == chunkRows) {
      inChunk = 0;
    }
    return inChunk++;
  }

  final int lastChunk() {
    return inChunk;
  }

  /** Single precision from values that are never NULL. */
  static final class Floats extends ColumnBuilder {
    private final boolean single;
    private final List<float[]> chunks = new ArrayList<>();
    private float[] chunk;
    private long rowsRead;
    private long firstInfinite = -1;

    /**
     * A builder.
     *
     * @param single whether the database holds it in single precision
     */
    Floats(boolean single, int chunkRows) {
      super(chunkRows);
      this.single = single;
    }

    @Override
    void read(ResultSet rows, int column) throws SQLException {
      int i = next();
      if (i == 0) {
        chunk = new float[chunkRows()];
        chunks.add(chunk);
      }
      float value = single ? rows.getFloat(column) : (float) rows.getDouble(column);
      if (Float.isInfinite(value) && firstInfinite < 0) {
        firstInfinite = rowsRead;
      }
      rowsRead++;
      chunk[i] = value;
    }

    /** The first event (counted from 0 among those read) that is infinite in float32, or −1. */
    long firstInfinite() {
      return firstInfinite;
    }

    @Override
    Column finish() {
      return new Column.Floats(floats(chunks, chunkRows(), lastChunk()));
    }
  }

  private static float[] floats(List<float[]> chunks, int chunkRows, int last) {
    float[] all = new float[size(chunks.size(), chunkRows, last)];
    for (int c = 0; c < chunks.size(); c++) {
      int n = c == chunks.size() - 1 ? last : chunkRows;
      System.arraycopy(chunks.get(c), 0, all, c * chunkRows, n);
      chunks.set(c, null);
    }
    return all;
  }

  private static int size(int chunks, int chunkRows, int last) {
    return chunks == 0 ? 0 : Math.addExact(Math.multiplyExact(chunks - 1, chunkRows), last);
  }

  /** Double precision from values that are never NULL. */
  static final class Doubles extends ColumnBuilder {
    private final List<double[]> chunks = new ArrayList<>();
    private double[] chunk;

    Doubles(int chunkRows) {
      super(chunkRows);
    }

    @Override
    void read(ResultSet rows, int column) throws SQLException {
      add(rows.getDouble(column));
    }

    void add(double value) {
      int i = next();
      if (i == 0) {
        chunk = new double[chunkRows()];
        chunks.add(chunk);
      }
      chunk[i] = value;
    }

    double[] values() {
      double[] all = new double[size(chunks.size(), chunkRows(), lastChunk())];
      for (int c = 0; c < chunks.size(); c++) {
        int n = c == chunks.size() - 1 ? lastChunk() : chunkRows();
        System.arraycopy(chunks.get(c), 0, all, c * chunkRows(), n);
        chunks.set(c, null);
      }
      return all;
    }

    @Override
    Column finish() {
      return new Column.Doubles(values());
    }
  }

  /** Integers, with a memory of which were NULL. */
  static final class Longs extends ColumnBuilder {
    private final List<long[]> chunks = new ArrayList<>();
    private final boolean nullsBecomeDoubles;
    private long[] chunk;
    private long rowsRead;
    private long firstNull = -1;
    private final java.util.BitSet nulls = new java.util.BitSet();

    Longs(boolean nullsBecomeDoubles, int chunkRows) {
      super(chunkRows);
      this.nullsBecomeDoubles = nullsBecomeDoubles;
    }

    @Override
    void read(ResultSet rows, int column) throws SQLException {
      long value = rows.getLong(column);
      if (rows.wasNull()) {
        if (firstNull < 0) {
          firstNull = rowsRead;
        }
        nulls.set(Math.toIntExact(rowsRead));
      }
      add(value);
    }

    void add(long value) {
      int i = next();
      if (i == 0) {
        chunk = new long[chunkRows()];
        chunks.add(chunk);
      }
      chunk[i] = value;
      rowsRead++;
    }

    /** The first event that has no value, or −1. */
    long firstNull() {
      return firstNull;
    }

    long[] values() {
      long[] all = new long[size(chunks.size(), chunkRows(), lastChunk())];
      for (int c = 0; c < chunks.size(); c++) {
        int n = c == chunks.size() - 1 ? lastChunk() : chunkRows();
        System.arraycopy(chunks.get(c), 0, all, c * chunkRows(), n);
        chunks.set(c, null);
      }
      return all;
    }

    @Override
    Column finish() {
      long[] all = values();
      if (firstNull < 0 || !nullsBecomeDoubles) {
        return new Column.Longs(all);
      }
      double[] doubles = new double[all.length];
      for (int i = 0; i < all.length; i++) {
        doubles[i] = nulls.get(i) ? Double.NaN : all[i];
      }
      return new Column.Doubles(doubles);
    }
  }

  /** Numbers that are ids: integers if all are whole, else their text. */
  static final class NumericIds extends ColumnBuilder {
    private final Doubles doubles;
    private final boolean texts;

    /**
     * A builder.
     *
     * @param texts whether they become text even if all are whole
     */
    NumericIds(boolean texts, int chunkRows) {
      super(chunkRows);
      this.doubles = new Doubles(chunkRows);
      this.texts = texts;
    }

    @Override
    void read(ResultSet rows, int column) throws SQLException {
      doubles.read(rows, column);
    }

    @Override
    Column finish() {
      double[] values = doubles.values();
      boolean whole =
          !texts
              && Arrays.stream(values).allMatch(v -> v == Math.rint(v) && Math.abs(v) < 1L << 53);
      if (whole) {
        return new Column.Longs(Arrays.stream(values).mapToLong(v -> (long) v).toArray());
      }
      Dictionary dictionary = new Dictionary();
      int[] codes = new int[values.length];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = Double.isNaN(values[i]) ? -1 : dictionary.code(Double.toString(values[i]));
      }
      return new Column.Texts(codes, dictionary.texts());
    }
  }

  /** Text, coded as it comes. */
  static final class Texts extends ColumnBuilder {
    private final Dictionary dictionary = new Dictionary();
    private final List<int[]> chunks = new ArrayList<>();
    private int[] chunk;

    Texts(int chunkRows) {
      super(chunkRows);
    }

    @Override
    void read(ResultSet rows, int column) throws SQLException {
      int i = next();
      if (i == 0) {
        chunk = new int[chunkRows()];
        chunks.add(chunk);
      }
      String text = rows.getString(column);
      chunk[i] = text == null ? -1 : dictionary.code(text);
    }

    @Override
    Column finish() {
      int[] all = new int[size(chunks.size(), chunkRows(), lastChunk())];
      for (int c = 0; c < chunks.size(); c++) {
        int n = c == chunks.size() - 1 ? lastChunk() : chunkRows();
        System.arraycopy(chunks.get(c), 0, all, c * chunkRows(), n);
        chunks.set(c, null);
      }
      return new Column.Texts(all, dictionary.texts());
    }
  }

  private static final class Dictionary {
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    int code(String text) {
      Integer known = codes.putIfAbsent(text, texts.size());
      if (known != null) {
        return known;
      }
      texts.add(text);
      return texts.size() - 1;
    }

    List<String> texts() {
      return texts;
    }
  }
}
