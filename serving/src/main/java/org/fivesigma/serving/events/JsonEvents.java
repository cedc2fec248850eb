package org.fivesigma.serving.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events in JSON: one object, a list of objects, or a list of lists in the order of the features;
 * each also under the key {@code events}; or {@code {"columns": [...], "rows": [[...], ...]}}. null
 * and "NaN" are missing.
 */
public final class JsonEvents {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(400)
                  .maxStringLength(10_000)
                  .maxNameLength(1_000)
                  .build())
          .build();

  private final JsonParser parser;
  private final InputColumns input;
  private EventsBuilder events;
  private Map<String, Integer> places = Map.of();
  private int rows;

  private JsonEvents(JsonParser parser, InputColumns input) {
    this.parser = parser;
    this.input = input;
  }

  /**
   * Reads a body.
   *
   * @throws Refusal with line and column of what is wrong
   */
  public static Events read(byte[] text, InputColumns input) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonEvents(parser, input).read();
    } catch (JsonProcessingException e) {
      Refusal refusal = Refusal.bad("bad-json", "the body is no JSON: " + e.getOriginalMessage());
      throw e.getLocation() == null
          ? refusal
          : refusal.at(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    } catch (IOException e) {
      throw Refusal.bad("bad-json", "the body is no JSON: " + e.getMessage());
    }
  }

  private Events read() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_ARRAY) {
      list();
    } else if (token == JsonToken.START_OBJECT) {
      object();
    } else {
      throw refusal("bad-json", "expected an event, a list of events, or columns and rows");
    }
    if (parser.nextToken() != null) {
      throw refusal("bad-json", "something stands behind the end of the document");
    }
    if (rows == 0) {
      throw Refusal.bad("no-events", "the body holds no events").at(1, 1);
    }
    return events.build();
  }

  /** An object: one event, or a document that holds events. */
  private void object() throws IOException {
    JsonToken token = parser.nextToken();
    String name = token == JsonToken.FIELD_NAME ? parser.currentName() : "";
    boolean feature = input.features().contains(name);
    if (!feature && name.equals("events")) {
      require(parser.nextToken() == JsonToken.START_ARRAY, "expected a list of events");
      list();
      require(parser.nextToken() == JsonToken.END_OBJECT, "nothing else stands beside 'events'");
    } else if (!feature && (name.equals("columns") || name.equals("rows"))) {
      table();
    } else {
      event();
    }
  }

  private void list() throws IOException {
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t == JsonToken.START_OBJECT) {
        parser.nextToken();
        event();
      } else if (t == JsonToken.START_ARRAY) {
        row();
      } else {
        throw refusal("bad-json", "expected an event: an object or a list of numbers");
      }
    }
  }

  private void table() throws IOException {
    require(parser.currentName().equals("columns"), "'columns' comes first, then 'rows'");
    require(parser.nextToken() == JsonToken.START_ARRAY, "expected a list of names");
    List<String> names = new ArrayList<>();
    long line = parser.currentTokenLocation().getLineNr();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.VALUE_STRING, "expected a name");
      names.add(parser.getText());
    }
    events = new EventsBuilder(input, input.byName(names, line));
    require(
        parser.nextToken() == JsonToken.FIELD_NAME && parser.currentName().equals("rows"),
        "expected 'rows' behind 'columns'");
    require(parser.nextToken() == JsonToken.START_ARRAY, "expected a list of rows");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.START_ARRAY, "expected a row: a list of numbers");
      row();
    }
    require(parser.nextToken() == JsonToken.END_OBJECT, "nothing else stands beside 'rows'");
  }

  private void row() throws IOException {
    long line = parser.currentTokenLocation().getLineNr();
    if (events == null) {
      events = new EventsBuilder(input, input.inOrder(input.features().size(), line));
    }
    require(places.isEmpty(), "expected an object, like the events before");
    int column = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(column < events.columns(), "a row of more than " + events.columns() + " values");
      value(column++);
    }
    require(
        column == events.columns(),
        "a row of " + column + " values where " + events.columns() + " are expected");
    events.endRow();
    rows++;
  }

  /** An event; its first field, or its end, is the current token. */
  private void event() throws IOException {
    if (events == null) {
      firstEvent();
      return;
    }
    require(!places.isEmpty(), "expected a list of numbers, like the events before");
    boolean[] seen = new boolean[events.columns()];
    int count = 0;
    while (parser.currentToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Integer column = places.get(name);
      parser.nextToken();
      if (column == null) {
        parser.skipChildren(); // no column the model needs: the first event has all of them
      } else {
        value(column);
        seen[column] = true;
        count++;
      }
      parser.nextToken();
    }
    if (count < seen.length) {
      for (Map.Entry<String, Integer> place : places.entrySet()) {
        if (!seen[place.getValue()] && wanted(place.getValue())) {
          throw refusal("missing-field", "the event lacks '" + place.getKey() + "'")
              .name(place.getKey());
        }
      }
    }
    events.endRow();
    rows++;
  }

  private boolean wanted(int column) {
    return events.isFeature(column) || events.isId(column);
  }

  /** The first event: its names are the columns of all. */
  private void firstEvent() throws IOException {
    List<String> names = new ArrayList<>();
    List<Held> held = new ArrayList<>();
    long line = parser.currentTokenLocation().getLineNr();
    while (parser.currentToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      names.add(name);
      parser.nextToken();
      boolean known = input.features().contains(name) || input.ids().contains(name);
      held.add(known ? held() : Held.NOTHING);
      if (!known) {
        parser.skipChildren();
      }
      parser.nextToken();
    }
    events = new EventsBuilder(input, input.byName(names, line));
    places = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), i);
      if (events.isFeature(i)) {
        Held value = held.get(i);
        if (value.refusal != null) {
          throw value.refusal.name(names.get(i));
        }
        events.number(i, value.number, value.line, value.column);
      }
      if (events.isId(i)) {
        events.id(i, held.get(i).id(names.get(i)));
      }
    }
    events.endRow();
    rows++;
  }

  /** A value of the first event, whose column is not known yet; no text: it is no id. */
  private record Held(
      double number, Optional<String> text, long line, long column, Refusal refusal) {
    static final Held NOTHING = new Held(Double.NaN, Optional.empty(), 1, 1, null);

    String id(String name) {
      return text.orElseThrow(() -> noId().at(line, column).name(name));
    }
  }

  private static Refusal noId() {
    return Refusal.bad("bad-value", "an id is a text or a number");
  }

  /** The current token as a part of an event's id; nothing where it cannot be one. */
  private Optional<String> idText() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Optional.of(parser.getText());
      default -> Optional.empty();
    };
  }

  private Held held() throws IOException {
    var place = parser.currentTokenLocation();
    Optional<String> text = idText();
    double number = Double.NaN;
    Refusal refusal = null;
    try {
      number = number();
    } catch (Refusal r) {
      refusal = r;
    }
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
    }
    return new Held(number, text, place.getLineNr(), place.getColumnNr(), refusal);
  }

  private void value(int column) throws IOException {
    if (events.isId(column)) {
      var place = parser.currentTokenLocation();
      events.id(
          column, idText().orElseThrow(() -> noId().at(place.getLineNr(), place.getColumnNr())));
    }
    if (events.isFeature(column)) {
      var place = parser.currentTokenLocation();
      try {
        events.number(column, number(), place.getLineNr(), place.getColumnNr());
      } catch (Refusal r) {
        throw r.name(events.name(column));
      }
    } else {
      parser.skipChildren();
    }
  }

  private double number() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL
        || (token == JsonToken.VALUE_STRING && parser.getText().equalsIgnoreCase("nan"))) {
      return Double.NaN;
    }
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw refusal(
          "bad-value",
          token == JsonToken.VALUE_STRING
              ? "'" + shortened(parser.getText()) + "' is a text; expected a number or null"
              : "expected a number or null");
    }
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw refusal("bad-value", "the number is too large");
    }
    return value;
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw refusal("bad-json", otherwise);
    }
  }

  private Refusal refusal(String code, String message) {
    var place = parser.currentTokenLocation();
    return Refusal.bad(code, message)
        .at(Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()));
  }
}
