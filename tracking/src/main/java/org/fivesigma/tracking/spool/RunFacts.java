package org.fivesigma.tracking.spool;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a run when it begins, kept in {@code tracking/run.json} beside the spool.
 *
 * @param id ours, for good: the run is found by it on any server
 * @param parent the parent's id
 * @param register a registered model's name
 * @param uri the server it was sent to, without credentials; empty where there was none
 */
public record RunFacts(
    String id,
    String experiment,
    String name,
    Optional<String> parent,
    Instant started,
    String description,
    Map<String, String> parameters,
    Map<String, String> tags,
    Optional<String> register,
    String uri) {
  private static final String FILE = "run.json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  /** The facts of a run folder; empty where it was never tracked. */
  public static Optional<RunFacts> read(Path runFolder) throws IOException {
    Path file = runFolder.resolve(Spool.FOLDER).resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(of(JSON.readTree(file.toFile())));
  }

  /** The facts that {@link #json} wrote. */
  public static RunFacts of(JsonNode node) {
    return new RunFacts(
        node.path("id").asText(),
        node.path("experiment").asText(),
        node.path("name").asText(),
        Optional.ofNullable(node.path("parent").textValue()),
        Instant.parse(node.path("started").asText()),
        node.path("description").asText(),
        JSON.convertValue(node.path("parameters"), TEXTS),
        JSON.convertValue(node.path("tags"), TEXTS),
        Optional.ofNullable(node.path("register").textValue()),
        node.path("uri").asText());
  }

  /** The same under another experiment. */
  public RunFacts inExperiment(String other) {
    return new RunFacts(
        id, other, name, parent, started, description, parameters, tags, register, uri);
  }

  /** The facts as one JSON object. */
  public ObjectNode json() {
    ObjectNode node =
        JSON.createObjectNode().put("id", id).put("experiment", experiment).put("name", name);
    parent.ifPresent(p -> node.put("parent", p));
    node.put("started", started.toString()).put("description", description);
    node.set("parameters", JSON.valueToTree(parameters));
    node.set("tags", JSON.valueToTree(tags));
    register.ifPresent(r -> node.put("register", r));
    return node.put("uri", uri);
  }

  /** Writes them, whole or not at all. */
  public void write(Path runFolder) throws IOException {
    Path file = runFolder.resolve(Spool.FOLDER).resolve(FILE);
    Files.createDirectories(file.getParent());
    Path draft = file.resolveSibling(FILE + ".new");
    Files.writeString(draft, json().toPrettyString() + "\n");
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
