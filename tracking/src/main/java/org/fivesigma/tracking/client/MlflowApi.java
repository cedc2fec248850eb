package org.fivesigma.tracking.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.fivesigma.tracking.client.DeliveryException.Refused;
import org.fivesigma.tracking.client.DeliveryException.Unreachable;

/** The calls for experiments and runs. Stateless and thread-safe. */
public final class MlflowApi {
  /** The run tag by which a run is found again, whoever created it and whenever. */
  public static final String RUN_ID_TAG = "fivesigma.run_id";

  private static final String API = "/api/2.0/mlflow/";

  private final MlflowHttp http;

  /** Calls over this connection. */
  public MlflowApi(MlflowHttp http) {
    this.http = http;
  }

  /** The connection. */
  public MlflowHttp http() {
    return http;
  }

  /**
   * An experiment.
   *
   * @param deleted whether somebody deleted it on the server, where its name stays taken
   */
  public record ServerExperiment(String id, boolean deleted, Map<String, String> tags) {}

  /** The experiment of this name. */
  public Optional<ServerExperiment> experiment(String name) throws DeliveryException {
    try {
      JsonNode found =
          http.get(API + "experiments/get-by-name", Map.of("experiment_name", name))
              .path("experiment");
      if (!found.path("experiment_id").isTextual()) {
        throw noServer();
      }
      return Optional.of(
          new ServerExperiment(
              found.path("experiment_id").asText(),
              found.path("lifecycle_stage").asText().equals("deleted"),
              ServerRun.pairs(found.path("tags"))));
    } catch (Refused e) {
      if (e.absent()) {
        return Optional.empty();
      }
      throw e.unknownRequest() ? noServer() : e;
    }
  }

  private Refused noServer() {
    return new Refused(404, "", "what answers at " + http.server() + " is no MLflow server");
  }

  /** The experiment of this name, made if it is not there. */
  public ServerExperiment experimentOrNew(String name) throws DeliveryException {
    Optional<ServerExperiment> found = experiment(name);
    if (found.isPresent()) {
      return found.get();
    }
    ObjectNode body = object().put("name", name);
    body.set("tags", pairs(Map.of("mlflow.experimentKind", "custom_model_development")));
    try {
      http.post(API + "experiments/create", body);
    } catch (Refused e) {
      // Another process was faster, or the first attempt's answer was lost.
      if (!e.code().equals("RESOURCE_ALREADY_EXISTS")) {
        throw e;
      }
    }
    return experiment(name)
        .orElseThrow(
            () -> new Unreachable("experiment '" + name + "' vanished from the server", null));
  }

  /** Sets a tag of an experiment. */
  public void tagExperiment(String experimentId, String key, String value)
      throws DeliveryException {
    http.post(
        API + "experiments/set-experiment-tag",
        object().put("experiment_id", experimentId).put("key", key).put("value", value));
  }

  /** The runs with our id, deleted ones included: one, unless an answer was lost. */
  public List<ServerRun> find(String experimentId, String ourId) throws DeliveryException {
    ObjectNode body =
        object()
            .put("filter", "tags.`" + RUN_ID_TAG + "` = '" + ourId + "'")
            .put("run_view_type", "ALL")
            .put("max_results", 10);
    body.putArray("experiment_ids").add(experimentId);
    List<ServerRun> found = new ArrayList<>();
    for (JsonNode run : http.post(API + "runs/search", body).path("runs")) {
      // The search leaves out a run's outputs.
      found.add(run(run.path("info").path("run_id").asText()));
    }
    return found;
  }

  /** Deletes a run; it can be restored. */
  public void delete(String runId) throws DeliveryException {
    http.post(API + "runs/delete", object().put("run_id", runId));
  }

  /**
   * Our ids of the runs of an experiment with their tags, deleted ones included; without those that
   * stand for several runs, which {@link #find} tells apart.
   */
  public Map<String, Map<String, String>> tagsByOurId(String experimentId)
      throws DeliveryException {
    Map<String, Map<String, String>> all = new HashMap<>();
    Set<String> twice = new HashSet<>();
    ObjectNode body = object().put("run_view_type", "ALL").put("max_results", 1000);
    body.putArray("experiment_ids").add(experimentId);
    while (true) {
      JsonNode page = http.post(API + "runs/search", body);
      for (JsonNode run : page.path("runs")) {
        Map<String, String> tags = ServerRun.pairs(run.path("data").path("tags"));
        String ourId = tags.getOrDefault(RUN_ID_TAG, "");
        if (!ourId.isEmpty() && all.put(ourId, tags) != null) {
          twice.add(ourId);
        }
      }
      String next = page.path("next_page_token").asText("");
      if (next.isEmpty()) {
        all.keySet().removeAll(twice);
        return all;
      }
      body.put("page_token", next);
    }
  }

  /** A run by the server's id. */
  public ServerRun run(String runId) throws DeliveryException {
    return ServerRun.of(http.get(API + "runs/get", Map.of("run_id", runId)).path("run"));
  }

  /**
   * Makes a run. Not to be sent twice: when this throws {@link Unreachable} the run may be there,
   * and {@link #find} tells.
   */
  public ServerRun createRun(
      String experimentId, String name, Instant started, Map<String, String> tags)
      throws DeliveryException {
    ObjectNode body =
        object()
            .put("experiment_id", experimentId)
            .put("run_name", name)
            .put("start_time", started.toEpochMilli());
    body.set("tags", pairs(tags));
    return ServerRun.of(http.postOnce(API + "runs/create", body).path("run"));
  }

  /** Sets state, and for a run that is over its end. */
  public void update(String runId, String status, Optional<Instant> ended)
      throws DeliveryException {
    ObjectNode body = object().put("run_id", runId).put("status", status);
    ended.ifPresent(e -> body.put("end_time", e.toEpochMilli()));
    http.post(API + "runs/update", body);
  }

  /** Logs points, parameters and tags in one request; the caller keeps to the limits. */
  public void logBatch(
      String runId, List<Point> metrics, Map<String, String> params, Map<String, String> tags)
      throws DeliveryException {
    ObjectNode body = object().put("run_id", runId);
    ArrayNode points = body.putArray("metrics");
    for (Point point : metrics) {
      ObjectNode node = points.addObject().put("key", point.key());
      if (Double.isNaN(point.value())) {
        // As a bare NaN the server would store 0.
        node.put("value", "NaN");
      } else {
        node.put("value", point.value());
      }
      node.put("timestamp", point.time()).put("step", point.step());
    }
    body.set("params", pairs(params));
    body.set("tags", pairs(tags));
    http.post(API + "runs/log-batch", body);
  }

  /** All points of a metric, as key, step and value. */
  public Set<Point.Identity> history(String runId, String key) throws DeliveryException {
    Set<Point.Identity> points = new HashSet<>();
    Map<String, String> query =
        new TreeMap<>(Map.of("run_id", runId, "metric_key", key, "max_results", "25000"));
    while (true) {
      JsonNode page = http.get(API + "metrics/get-history", query);
      for (JsonNode m : page.path("metrics")) {
        JsonNode value = m.path("value");
        double number =
            value.isTextual() ? Double.parseDouble(value.asText()) : value.doubleValue();
        points.add(new Point(key, number, m.path("step").asLong(), 0).identity());
      }
      String next = page.path("next_page_token").asText("");
      if (next.isEmpty()) {
        return points;
      }
      query.put("page_token", next);
    }
  }

  /** Logs inputs; {@code datasets} as the interface wants them. */
  public void logInputs(String runId, ArrayNode datasets) throws DeliveryException {
    ObjectNode body = object().put("run_id", runId);
    body.set("datasets", datasets);
    http.post(API + "runs/log-inputs", body);
  }

  static ObjectNode object() {
    return MlflowHttp.JSON.createObjectNode();
  }

  static ArrayNode pairs(Map<String, String> map) {
    ArrayNode list = MlflowHttp.JSON.createArrayNode();
    map.forEach((k, v) -> list.addObject().put("key", k).put("value", v));
    return list;
  }
}
