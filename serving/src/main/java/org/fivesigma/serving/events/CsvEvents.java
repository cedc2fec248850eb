package org.fivesigma.serving.events;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events in csv: one a line, values separated by commas, optionally in double quotes. Empty fields
 * and NaN are missing. Lines and columns of errors count from 1, a column being a field.
 */
public final class CsvEvents {
  private final byte[] text;
  private final InputColumns input;
  private int at;
  private long line = 1;
  private int fieldFrom;
  private int fieldTo;
  private boolean quoted;
  private boolean endOfLine;

  private CsvEvents(byte[] text, InputColumns input) {
    this.text = text;
    this.input = input;
  }

  /**
   * Reads a body.
   *
   * @param header whether the first line names the columns; absent: if one of its fields is neither
   *     empty nor a number
   * @throws Refusal with line and column of what is wrong
   */
  public static Events read(byte[] text, InputColumns input, Optional<Boolean> header) {
    return new CsvEvents(text, input).read(header);
  }

  private Events read(Optional<Boolean> header) {
    if (text.length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB) {
      at = 3; // byte order mark
    }
    skipEmptyLines();
    if (at == text.length) {
      throw Refusal.bad("no-events", "the body holds no events").at(1, 1);
    }
    int start = at;
    long startLine = line;
    List<String> first = new ArrayList<>();
    boolean numbers = true;
    do {
      field();
      first.add(fieldText());
      numbers &= fieldFrom == fieldTo || !Double.isNaN(numberOrNan()) || isNan();
    } while (!endOfLine);
    boolean named = header.orElse(!numbers);
    InputColumns.Match match =
        named ? input.byName(first, startLine) : input.inOrder(first.size(), startLine);
    if (!named) {
      at = start;
      line = startLine;
    }
    EventsBuilder events = new EventsBuilder(input, match);
    int rows = 0;
    for (skipEmptyLines(); at < text.length; skipEmptyLines()) {
      row(events);
      rows++;
    }
    if (rows == 0) {
      throw Refusal.bad("no-events", "there are no events behind the header").at(line, 1);
    }
    return events.build();
  }

  private void row(EventsBuilder events) {
    long row = line;
    int columns = events.columns();
    int column = 0;
    do {
      field();
      if (column < columns && events.isFeature(column)) {
        events.number(column, number(events, column, row), row, column + 1L);
      }
      if (column < columns && events.isId(column)) {
        events.id(column, fieldText());
      }
      column++;
    } while (!endOfLine);
    if (column != columns) {
      throw Refusal.bad(
              "wrong-width",
              "a row of " + column + " values where the first has " + columns + " columns")
          .at(row, Math.min(column, columns) + 1L);
    }
    events.endRow();
  }

  private double number(EventsBuilder events, int column, long row) {
    if (fieldFrom == fieldTo) {
      return Double.NaN;
    }
    double value = numberOrNan();
    if (Double.isNaN(value) && !isNan()) {
      String shown = fieldText();
      throw Refusal.bad(
              "bad-value",
              "'"
                  + (shown.length() > 40 ? shown.substring(0, 40) + "…" : shown)
                  + "' is no finite number")
          .at(row, column + 1L)
          .name(events.name(column));
    }
    return value;
  }

  private double numberOrNan() {
    try {
      return Decimal.parse(text, fieldFrom, fieldTo);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private boolean isNan() {
    return fieldTo - fieldFrom == 3
        && (text[fieldFrom] | 0x20) == 'n'
        && (text[fieldFrom + 1] | 0x20) == 'a'
        && (text[fieldFrom + 2] | 0x20) == 'n';
  }

  private String fieldText() {
    String value = new String(text, fieldFrom, fieldTo - fieldFrom, StandardCharsets.UTF_8);
    return quoted ? value.replace("\"\"", "\"") : value;
  }

  /** Finds the next field and leaves {@code at} behind its comma or its line's end. */
  private void field() {
    while (at < text.length && (text[at] == ' ' || text[at] == '\t')) {
      at++;
    }
    quoted = at < text.length && text[at] == '"';
    if (quoted) {
      quotedField();
    } else {
      fieldFrom = at;
      while (at < text.length && text[at] != ',' && text[at] != '\n' && text[at] != '\r') {
        at++;
      }
      fieldTo = at;
      while (fieldTo > fieldFrom && (text[fieldTo - 1] == ' ' || text[fieldTo - 1] == '\t')) {
        fieldTo--;
      }
    }
    endOfLine = at >= text.length || text[at] != ',';
    if (!endOfLine) {
      at++;
    } else if (at < text.length) {
      if (text[at] == '\r') {
        at++;
      }
      if (at < text.length && text[at] == '\n') {
        at++;
      }
      line++;
    }
  }

  private void quotedField() {
    long begun = line;
    fieldFrom = ++at;
    while (true) {
      if (at >= text.length) {
        throw Refusal.bad("bad-csv", "a quote is not closed").at(begun, 1);
      }
      if (text[at] == '"') {
        if (at + 1 < text.length && text[at + 1] == '"') {
          at++;
        } else {
          break;
        }
      }
      line += text[at] == '\n' ? 1 : 0;
      at++;
    }
    fieldTo = at++;
    while (at < text.length && (text[at] == ' ' || text[at] == '\t')) {
      at++;
    }
    if (at < text.length && text[at] != ',' && text[at] != '\n' && text[at] != '\r') {
      throw Refusal.bad("bad-csv", "text behind a closing quote").at(line, 1);
    }
  }

  private void skipEmptyLines() {
    while (at < text.length && (text[at] == '\n' || text[at] == '\r')) {
      if (text[at] == '\n' || at + 1 == text.length || text[at + 1] != '\n') {
        line++;
      }
      at++;
    }
  }
}
