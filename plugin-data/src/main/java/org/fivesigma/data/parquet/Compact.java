package org.fivesigma.data.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes structures in Thrift's compact protocol, the encoding of Parquet's headers and footer
 * (apache/parquet-format, {@code parquet.thrift}). Fields come in ascending order of their ids.
 */
public final class Compact {
  /** Type of elements: a whole number. */
  public static final int I32 = 5;

  private static final int I64 = 6;

  /** Type of elements: a text. */
  public static final int BINARY = 8;

  private static final int LIST = 9;

  /** Type of elements: a structure. */
  public static final int STRUCT = 12;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  private void field(int id, int type) {
    out.write(((id - last) << 4) | type);
    last = id;
  }

  /** A field of 32 bits. */
  public Compact i32(int id, int value) {
    field(id, I32);
    return element(value);
  }

  /** A field of 64 bits. */
  public Compact i64(int id, long value) {
    field(id, I64);
    varint((value << 1) ^ (value >> 63));
    return this;
  }

  /** A text as a field. */
  public Compact text(int id, String value) {
    field(id, BINARY);
    return element(value);
  }

  /** Begins a list of so many elements, which follow. */
  public Compact list(int id, int elementType, int size) {
    field(id, LIST);
    if (size < 15) {
      out.write((size << 4) | elementType);
    } else {
      out.write(0xF0 | elementType);
      varint(size);
    }
    return this;
  }

  /** A number as an element of a list. */
  public Compact element(int value) {
    varint(((value << 1) ^ (value >> 31)) & 0xFFFFFFFFL);
    return this;
  }

  /** A text as an element of a list. */
  public Compact element(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  /** Begins a structure that is a field. */
  public Compact begin(int id) {
    field(id, STRUCT);
    return begin();
  }

  /** Begins a structure that is an element of a list. */
  public Compact begin() {
    outer.push(last);
    last = 0;
    return this;
  }

  /** Ends a structure begun. */
  public Compact end() {
    out.write(0);
    last = outer.pop();
    return this;
  }

  /** Ends the outermost structure. */
  public byte[] finish() {
    out.write(0);
    return out.toByteArray();
  }

  private void varint(long value) {
    out.writeBytes(varintOf(value));
  }

  /** A number of at most 64 bits in groups of seven, the lowest first. */
  public static byte[] varintOf(long value) {
    byte[] bytes = new byte[10];
    int n = 0;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[n++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[n++] = (byte) rest;
    return Arrays.copyOf(bytes, n);
  }
}
