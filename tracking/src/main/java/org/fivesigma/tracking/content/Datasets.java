package org.fivesigma.tracking.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of the data in {@code lock.json} as a run's inputs: name, digest, columns, numbers of
 * events and their sums of weights, and what the part was for.
 */
final class Datasets {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a server takes of a dataset's digest, name, source and schema. */
  private static final int DIGEST = 36;

  private static final int NAME = 500;
  private static final int SOURCE = 65_535;
  private static final int SCHEMA = 1_000_000;

  private static final Map<String, String> CONTEXTS =
      Map.of("train", "training", "valid", "validation", "test", "testing");

  private final JsonNode lock;
  private final String experiment;

  Datasets(JsonNode lock, String experiment) {
    this.lock = lock;
    this.experiment = experiment;
  }

  /**
   * One for each part, as {@code log-inputs} wants them; none where the lock file names no part.
   */
  ArrayNode all() {
    ArrayNode all = JSON.createArrayNode();
    JsonNode data = lock.path("data");
    for (String part : data.path("weights").properties().stream().map(Map.Entry::getKey).toList()) {
      all.add(dataset(part, data));
    }
    return all;
  }

  private ObjectNode dataset(String part, JsonNode data) {
    JsonNode weights = data.path("weights").path(part);
    ObjectNode item = JSON.createObjectNode();
    item.putArray("tags")
        .addObject()
        .put("key", "mlflow.data.context")
        .put("value", CONTEXTS.getOrDefault(part, part));
    ArrayNode columns = columns(lock);
    long rows = data.path("rows").path(part).asLong();
    ObjectNode profile = JSON.createObjectNode();
    profile.put("num_rows", rows).put("num_elements", rows * columns.size());
    profile.set("weights", weights);
    ObjectNode source = JSON.createObjectNode();
    source.put("uri", uri(data));
    source.set("files", data.path("files"));
    String described = source.toString();
    if (described.length() > SOURCE) {
      described = JSON.createObjectNode().put("uri", uri(data)).toString();
    }
    String schema = JSON.createObjectNode().set("mlflow_colspec", columns).toString();
    // Digest and name differ by part: the server keeps one context for each pair of them.
    item.putObject("dataset")
        .put("name", Description.cut(experiment + " " + part, NAME))
        .put("digest", digest(data.path("digest").asText() + " " + part + " " + weights))
        .put("source_type", "local")
        .put("source", described)
        .put("schema", schema.length() > SCHEMA ? "" : schema)
        .put("profile", profile.toString());
    return item;
  }

  private static String uri(JsonNode data) {
    JsonNode first = data.path("files").path(0);
    return first.path("path").asText("made by the experiment");
  }

  /** A model's signature as MLflow writes it: features in, a score out. */
  static Optional<ObjectNode> signature(JsonNode lock) {
    ArrayNode columns = columns(lock);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode score = JSON.createArrayNode();
    score.addObject().put("type", "double").put("name", "score").put("required", true);
    ObjectNode signature = JSON.createObjectNode();
    signature.put("inputs", columns.toString()).put("outputs", score.toString());
    return Optional.of(signature);
  }

  private static ArrayNode columns(JsonNode lock) {
    ArrayNode columns = JSON.createArrayNode();
    lock.path("features")
        .forEach(
            feature ->
                columns
                    .addObject()
                    .put("type", "float")
                    .put("name", feature.asText())
                    .put("required", true));
    return columns;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
