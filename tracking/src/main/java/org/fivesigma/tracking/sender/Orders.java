package org.fivesigma.tracking.sender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.tracking.spool.RunFacts;

/**
 * The lines that the two processes write to each other, one JSON object each: orders to the sender,
 * and what it tells.
 */
final class Orders {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Orders() {}

  /**
   * What a sender is to know.
   *
   * @param uri the option of the experiment; empty: the environment's, else the local server's
   * @param workingFolder under which {@code runs/} stands
   * @param process the process that is tracked
   * @param pause between looks at the spools
   * @param system between samples of the machine
   */
  record Start(
      Optional<String> uri,
      Path workingFolder,
      String version,
      long process,
      Duration pause,
      Duration system) {
    String line() {
      ObjectNode node = JSON.createObjectNode().put("start", workingFolder.toString());
      uri.ifPresent(u -> node.put("uri", u));
      return node.put("version", version)
          .put("process", process)
          .put("pause", pause.toMillis())
          .put("system", system.toMillis())
          .toString();
    }

    static Start read(JsonNode node) {
      return new Start(
          Optional.ofNullable(node.path("uri").textValue()),
          Path.of(node.path("start").asText()),
          node.path("version").asText(),
          node.path("process").asLong(),
          Duration.ofMillis(node.path("pause").asLong()),
          Duration.ofMillis(node.path("system").asLong()));
    }
  }

  static String follow(Path folder, RunFacts facts) {
    ObjectNode node = JSON.createObjectNode().put("follow", folder.toString());
    node.set("facts", facts.json());
    return node.toString();
  }

  static String ended(Path folder) {
    return JSON.createObjectNode().put("ended", folder.toString()).toString();
  }

  static String close(Duration patience) {
    return JSON.createObjectNode().put("close", patience.toMillis()).toString();
  }

  static String log(String line) {
    return JSON.createObjectNode().put("log", line).toString();
  }

  static String failing(String reason) {
    return JSON.createObjectNode().put("failing", reason).toString();
  }

  static String result(Delivery delivery) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("result", delivery.pending())
            .put("runs", delivery.runs())
            .put("sent", delivery.sent());
    delivery.problems().forEach(node.putArray("problems")::add);
    return node.toString();
  }

  static Delivery result(JsonNode node) {
    List<String> problems = new ArrayList<>();
    node.path("problems").forEach(p -> problems.add(p.asText()));
    return new Delivery(
        node.path("runs").asInt(),
        node.path("sent").asLong(),
        node.path("result").asInt(),
        problems);
  }

  /** Empty for a line that is no JSON object. */
  static Optional<JsonNode> parse(String line) {
    try {
      return Optional.ofNullable(JSON.readTree(line)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
