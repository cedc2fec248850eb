package org.fivesigma.data.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers the distinct texts of a block, looked up by their bytes. */
final class TextCodes {
  private int[] table = new int[256];
  private int[] hashes = new int[64];
  private byte[][] entries = new byte[64][];
  private int size;

  TextCodes() {
    Arrays.fill(table, -1);
  }

  /** The number of the text between two places, a new one if it was not seen. */
  int code(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash ^= hash >>> 15;
    int slot = hash & (table.length - 1);
    while (table[slot] >= 0) {
      int code = table[slot];
      if (hashes[code] == hash
          && Arrays.equals(entries[code], 0, entries[code].length, bytes, from, to)) {
        return code;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return add(hash, Arrays.copyOfRange(bytes, from, to), slot);
  }

  private int add(int hash, byte[] text, int slot) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    entries[size] = text;
    hashes[size] = hash;
    table[slot] = size;
    if (2 * ++size > table.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    table = new int[2 * table.length];
    Arrays.fill(table, -1);
    for (int code = 0; code < size; code++) {
      int slot = hashes[code] & (table.length - 1);
      while (table[slot] >= 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = code;
    }
  }

  /** The texts in the order of their numbers. */
  List<String> texts() {
    List<String> texts = new ArrayList<>(size);
    for (int code = 0; code < size; code++) {
      texts.add(new String(entries[code], StandardCharsets.US_ASCII));
    }
    return texts;
  }
}
