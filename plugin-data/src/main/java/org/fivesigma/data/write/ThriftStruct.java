package org.fivesigma.data.write;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A structure in Thrift's compact protocol, as the headers of Parquet are written. Fields are given
 * with rising numbers.
 */
final class ThriftStruct {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private final Bytes to;
  private int last;

  private ThriftStruct(Bytes to) {
    this.to = to;
  }

  /** Appends a structure of the fields that {@code fields} gives. */
  static void write(Bytes to, Consumer<ThriftStruct> fields) {
    fields.accept(new ThriftStruct(to));
    to.put(0);
  }

  private void field(int number, int type) {
    to.put(((number - last) << 4) | type);
    last = number;
  }

  ThriftStruct i32(int number, int value) {
    field(number, I32);
    to.putZigzag(value);
    return this;
  }

  ThriftStruct i64(int number, long value) {
    field(number, I64);
    to.putZigzag(value);
    return this;
  }

  ThriftStruct text(int number, String value) {
    field(number, BINARY);
    text(to, value);
    return this;
  }

  ThriftStruct struct(int number, Consumer<ThriftStruct> fields) {
    field(number, STRUCT);
    write(to, fields);
    return this;
  }

  <T> ThriftStruct structs(int number, List<T> items, BiConsumer<ThriftStruct, T> fields) {
    list(number, STRUCT, items.size());
    items.forEach(item -> write(to, s -> fields.accept(s, item)));
    return this;
  }

  ThriftStruct ints(int number, List<Integer> items) {
    list(number, I32, items.size());
    items.forEach(to::putZigzag);
    return this;
  }

  ThriftStruct texts(int number, List<String> items) {
    list(number, BINARY, items.size());
    items.forEach(item -> text(to, item));
    return this;
  }

  private void list(int number, int type, int size) {
    field(number, LIST);
    if (size < 15) {
      to.put((size << 4) | type);
    } else {
      to.put(0xF0 | type).putVarint(size);
    }
  }

  private static void text(Bytes to, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    to.putVarint(bytes.length).put(bytes);
  }
}
