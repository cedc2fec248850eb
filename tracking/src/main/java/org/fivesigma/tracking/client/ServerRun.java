package org.fivesigma.tracking.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A run as the server has it.
 *
 * @param artifacts the address of its artifacts, as the server names it
 * @param deleted whether somebody deleted it there
 * @param running whether the server takes it for going on
 * @param metrics keys of which there are points
 * @param datasets {@code name:digest} of its inputs
 * @param models ids of the models that it made
 */
public record ServerRun(
    String id,
    String experimentId,
    String artifacts,
    boolean deleted,
    boolean running,
    Map<String, String> params,
    Map<String, String> tags,
    Set<String> metrics,
    Set<String> datasets,
    Set<String> models) {

  static ServerRun of(JsonNode run) {
    JsonNode info = run.path("info");
    JsonNode data = run.path("data");
    Set<String> metrics = new HashSet<>();
    data.path("metrics").forEach(m -> metrics.add(m.path("key").asText()));
    Set<String> datasets = new HashSet<>();
    for (JsonNode input : run.path("inputs").path("dataset_inputs")) {
      JsonNode dataset = input.path("dataset");
      datasets.add(dataset.path("name").asText() + ":" + dataset.path("digest").asText());
    }
    Set<String> models = new HashSet<>();
    run.path("outputs").path("model_outputs").forEach(m -> models.add(m.path("model_id").asText()));
    return new ServerRun(
        info.path("run_id").asText(),
        info.path("experiment_id").asText(),
        info.path("artifact_uri").asText(),
        info.path("lifecycle_stage").asText().equals("deleted"),
        info.path("status").asText().equals("RUNNING"),
        pairs(data.path("params")),
        pairs(data.path("tags")),
        metrics,
        datasets,
        models);
  }

  static Map<String, String> pairs(JsonNode list) {
    Map<String, String> map = new HashMap<>();
    list.forEach(e -> map.put(e.path("key").asText(), e.path("value").asText()));
    return map;
  }
}
