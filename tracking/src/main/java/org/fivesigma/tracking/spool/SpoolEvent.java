package org.fivesigma.tracking.spool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** One line of a spool. */
public sealed interface SpoolEvent {
  /**
   * A measured value.
   *
   * @param time milliseconds since 1970
   */
  record Metric(String key, double value, long step, long time) implements SpoolEvent {
    @Override
    public void write(ObjectNode line) {
      line.put("metric", key).put("step", step).put("time", time);
      if (Double.isFinite(value)) {
        line.put("value", value);
      } else {
        line.put("value", Double.toString(value));
      }
    }
  }

  /** A setting. */
  record Param(String key, String value) implements SpoolEvent {
    @Override
    public void write(ObjectNode line) {
      line.put("param", key).put("value", value);
    }
  }

  /** A tag. */
  record Tag(String key, String value) implements SpoolEvent {
    @Override
    public void write(ObjectNode line) {
      line.put("tag", key).put("value", value);
    }
  }

  /** The run is over. */
  record End(String status, String reason, long time) implements SpoolEvent {
    @Override
    public void write(ObjectNode line) {
      line.put("end", status).put("reason", reason).put("time", time);
    }
  }

  /** Writes the event as one JSON object. */
  void write(ObjectNode line);

  /** Reads a line; empty for one that is none (cut off when a process was killed). */
  static Optional<SpoolEvent> read(JsonNode line) {
    if (line.path("metric").isTextual()) {
      JsonNode value = line.path("value");
      double number = value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
      return Optional.of(
          new Metric(
              line.get("metric").asText(),
              number,
              line.path("step").asLong(),
              line.path("time").asLong()));
    }
    if (line.path("param").isTextual()) {
      return Optional.of(new Param(line.get("param").asText(), line.path("value").asText()));
    }
    if (line.path("tag").isTextual()) {
      return Optional.of(new Tag(line.get("tag").asText(), line.path("value").asText()));
    }
    if (line.path("end").isTextual()) {
      return Optional.of(
          new End(
              line.get("end").asText(), line.path("reason").asText(), line.path("time").asLong()));
    }
    return Optional.empty();
  }
}
