package org.fivesigma.tracking.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.tracking.client.DeliveryException.Refused;

/** The calls for logged models and the model registry (MLflow 3). */
public final class ModelApi {
  private static final String API = "/api/2.0/mlflow/";

  private final MlflowHttp http;

  /** Calls over this connection. */
  public ModelApi(MlflowHttp http) {
    this.http = http;
  }

  /**
   * A logged model.
   *
   * @param artifacts the address of its files
   */
  public record LoggedModel(String id, String artifacts, boolean ready) {}

  /** The model that a run made, found by the run's id. */
  public Optional<LoggedModel> find(String experimentId, String runId) throws DeliveryException {
    ObjectNode body = MlflowApi.object().put("max_results", 50);
    body.putArray("experiment_ids").add(experimentId);
    body.put("filter", "source_run_id = '" + runId + "'");
    for (JsonNode model : http.post(API + "logged-models/search", body).path("models")) {
      if (model.path("info").path("source_run_id").asText().equals(runId)) {
        return Optional.of(read(model));
      }
    }
    return Optional.empty();
  }

  /** Makes a model in the state pending. */
  public LoggedModel create(
      String experimentId, String name, String type, String runId, Map<String, String> params)
      throws DeliveryException {
    ObjectNode body =
        MlflowApi.object()
            .put("experiment_id", experimentId)
            .put("name", name)
            .put("model_type", type)
            .put("source_run_id", runId);
    body.set("params", MlflowApi.pairs(params));
    return read(http.postOnce(API + "logged-models", body).path("model"));
  }

  /** Says that all files of a model are there. */
  public void ready(String modelId) throws DeliveryException {
    http.patch(
        API + "logged-models/" + modelId,
        MlflowApi.object().put("model_id", modelId).put("status", "LOGGED_MODEL_READY"));
  }

  /** Links a model to the run that made it; the caller has seen that it is not linked. */
  public void link(String runId, String modelId, long step) throws DeliveryException {
    ObjectNode body = MlflowApi.object().put("run_id", runId);
    body.putArray("models").addObject().put("model_id", modelId).put("step", step);
    http.postOnce(API + "runs/outputs", body);
  }

  /**
   * Makes a version of a registered model from a logged one, unless this run has one, and points
   * the alias at it.
   *
   * @param description of the version, Markdown
   * @return whether a version was made
   */
  public boolean register(
      String name, String alias, LoggedModel model, String runId, String description)
      throws DeliveryException {
    try {
      http.post(API + "registered-models/create", MlflowApi.object().put("name", name));
    } catch (Refused e) {
      if (!e.code().equals("RESOURCE_ALREADY_EXISTS")) {
        throw e;
      }
    }
    if (version(name, runId).isPresent()) {
      return false;
    }
    ObjectNode body =
        MlflowApi.object()
            .put("name", name)
            .put("source", "models:/" + model.id())
            .put("run_id", runId)
            .put("model_id", model.id())
            .put("description", description);
    String version =
        http.postOnce(API + "model-versions/create", body)
            .path("model_version")
            .path("version")
            .asText();
    http.post(
        API + "registered-models/alias",
        MlflowApi.object().put("name", name).put("alias", alias).put("version", version));
    return true;
  }

  private Optional<String> version(String name, String runId) throws DeliveryException {
    // A filter by name cannot hold both kinds of quotes; the run's id alone is enough.
    JsonNode found =
        http.get(
            API + "model-versions/search",
            Map.of("filter", "run_id = '" + runId + "'", "max_results", "100"));
    for (JsonNode version : found.path("model_versions")) {
      if (version.path("name").asText().equals(name)) {
        return Optional.of(version.path("version").asText());
      }
    }
    return Optional.empty();
  }

  private static LoggedModel read(JsonNode model) {
    JsonNode info = model.path("info");
    return new LoggedModel(
        info.path("model_id").asText(),
        info.path("artifact_uri").asText(),
        info.path("status").asText().equals("LOGGED_MODEL_READY"));
  }
}
