package org.fivesigma.tracking.spool;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** One line of a spool. */
public sealed interface SpoolEvent {
  /** Makes and reads lines. */
  ObjectMapper JSON = new ObjectMapper();

  /**
   * A measured value.
   *
   * @param time milliseconds since 1970
   */
  record Metric(String key, double value, long step, long time) implements SpoolEvent {
    /** By hand: there are thousands of these, written while a training waits. */
    @Override
    public String line() {
      StringBuilder line = new StringBuilder(96).append("{\"metric\":\"");
      JsonStringEncoder.getInstance().quoteAsString(key, line);
      line.append("\",\"step\":").append(step).append(",\"time\":").append(time);
      String quote = Double.isFinite(value) ? "" : "\"";
      line.append(",\"value\":").append(quote).append(value).append(quote);
      return line.append('}').toString();
    }
  }

  /** A setting. */
  record Param(String key, String value) implements SpoolEvent {
    @Override
    public String line() {
      return JSON.createObjectNode().put("param", key).put("value", value).toString();
    }
  }

  /** A tag. */
  record Tag(String key, String value) implements SpoolEvent {
    @Override
    public String line() {
      return JSON.createObjectNode().put("tag", key).put("value", value).toString();
    }
  }

  /** The run is over. */
  record End(String status, String reason, long time) implements SpoolEvent {
    @Override
    public String line() {
      return JSON.createObjectNode()
          .put("end", status)
          .put("reason", reason)
          .put("time", time)
          .toString();
    }
  }

  /** The event as one JSON object. */
  String line();

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
