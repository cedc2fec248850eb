package org.fivesigma.data.split;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.data.Split.Fold;

/** Which part each event is in, while a split is made. */
final class Parts {
  /** The part of what is not named. */
  static final String TRAIN = "train";

  private static final int UNUSED = -1;

  private final List<String> names;
  private final int[] part;

  /**
   * Events of which none is in a part yet.
   *
   * @param names all parts in order
   */
  Parts(List<String> names, int rows) {
    this.names = List.copyOf(names);
    this.part = new int[rows];
    Arrays.fill(part, UNUSED);
  }

  void assign(int row, String name) {
    part[row] = names.indexOf(name);
  }

  void assign(int[] rows, String name) {
    int code = names.indexOf(name);
    for (int row : rows) {
      part[row] = code;
    }
  }

  /** Puts all events that are in no part into one. */
  void assignRest(String name) {
    int code = names.indexOf(name);
    for (int i = 0; i < part.length; i++) {
      if (part[i] == UNUSED) {
        part[i] = code;
      }
    }
  }

  /** The events of a part, ascending. */
  int[] rows(String name) {
    int code = names.indexOf(name);
    int n = 0;
    for (int p : part) {
      n += p == code ? 1 : 0;
    }
    int[] rows = new int[n];
    int at = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] == code) {
        rows[at++] = i;
      }
    }
    return rows;
  }

  /** The parts as they are now. */
  Fold fold() {
    Map<String, int[]> parts = new LinkedHashMap<>();
    for (String name : names) {
      parts.put(name, rows(name));
    }
    return new Fold(parts);
  }
}
