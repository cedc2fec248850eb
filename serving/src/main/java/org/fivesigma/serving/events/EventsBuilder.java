package org.fivesigma.serving.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the events of a request row by row. */
final class EventsBuilder {
  private final InputColumns input;
  private final InputColumns.Match match;
  private float[][] values;
  private final String[] id;
  private final List<String> ids = new ArrayList<>();
  private int rows;

  EventsBuilder(InputColumns input, InputColumns.Match match) {
    this.input = input;
    this.match = match;
    this.values = new float[input.features().size()][16];
    this.id = new String[input.ids().size()];
  }

  /** Number of columns that a row has. */
  int columns() {
    return match.feature().length;
  }

  /** Whether a column of the request holds a feature. */
  boolean isFeature(int column) {
    return match.feature()[column] >= 0;
  }

  /** Whether a column of the request identifies events. */
  boolean isId(int column) {
    return match.id()[column] >= 0;
  }

  /** The name of the feature in a column. */
  String name(int column) {
    return input.features().get(match.feature()[column]);
  }

  /** Sets a feature of the row being read; a code of missing becomes missing. */
  void number(int column, double value, long line, long place) {
    float single = (float) value;
    if (Math.abs(value) > Float.MAX_VALUE) {
      throw Refusal.bad("bad-value", value + " is too large for a feature")
          .at(line, place)
          .name(name(column));
    }
    if (rows == values[0].length) {
      values = Arrays.stream(values).map(v -> Arrays.copyOf(v, 2 * rows)).toArray(float[][]::new);
    }
    values[match.feature()[column]][rows] = input.isMissing(value) ? Float.NaN : single;
  }

  /** Sets a part of the row's id. */
  void id(int column, String text) {
    id[match.id()[column]] = text;
  }

  /** The row is complete. */
  void endRow() {
    if (match.hasIds()) {
      ids.add(id.length == 1 ? id[0] : String.join(",", id));
    }
    rows++;
  }

  /** All rows. */
  Events build() {
    return new Events(
        rows,
        Arrays.stream(values).map(v -> Arrays.copyOf(v, rows)).toArray(float[][]::new),
        ids,
        match.ignored());
  }
}
