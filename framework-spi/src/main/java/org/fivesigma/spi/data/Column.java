package org.fivesigma.spi.data;

import java.util.List;

/** A column of primitives. Arrays are owned by the column and not changed after it is made. */
public sealed interface Column {
  /** Number of values. */
  int size();

  /** The value as a number: NaN where it is missing or text. */
  double number(int row);

  /**
   * The value as text, as it is written to a file: integers without a point; empty where it is
   * missing.
   */
  String text(int row);

  /** Values in single precision; missing is NaN. */
  record Floats(float[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public double number(int row) {
      return values[row];
    }

    @Override
    public String text(int row) {
      return Float.isNaN(values[row]) ? "" : Numbers.text(values[row]);
    }
  }

  /** Values in double precision; missing is NaN. */
  record Doubles(double[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public double number(int row) {
      return values[row];
    }

    @Override
    public String text(int row) {
      return Double.isNaN(values[row]) ? "" : Numbers.text(values[row]);
    }
  }

  /** 64-bit integers, none missing: ids, event numbers, integer labels. */
  record Longs(long[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public double number(int row) {
      return values[row];
    }

    @Override
    public String text(int row) {
      return Long.toString(values[row]);
    }
  }

  /** Text, coded by a dictionary; code −1 is missing. */
  record Texts(int[] codes, List<String> dictionary) implements Column {
    public Texts {
      dictionary = List.copyOf(dictionary);
    }

    @Override
    public int size() {
      return codes.length;
    }

    @Override
    public double number(int row) {
      return Double.NaN;
    }

    @Override
    public String text(int row) {
      return codes[row] < 0 ? "" : dictionary.get(codes[row]);
    }
  }
}
