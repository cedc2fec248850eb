package org.fivesigma.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ServerAddress;
import org.fivesigma.tracking.delivery.MlflowSession;
import org.fivesigma.tracking.server.LocalServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real MLflow server for all tests of the module, started as the command {@code ui} starts it,
 * stopped when the tests are over; and plain requests to read back what it holds.
 */
public final class RealServer implements ParameterResolver {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** What the server answers for in one request. */
  private static final int MOST_RUNS = 100;

  /** The server and where its folder {@code runs} is. */
  public record Running(Path runs, LocalServer server, URI uri, List<String> log)
      implements AutoCloseable {
    @Override
    public void close() {
      server.stop();
    }

    /** A session as a run has it, with short pauses. */
    public MlflowSession session(List<String> lines) {
      return RealServer.session(uri, Map.of(), lines, Optional.empty());
    }

    public JsonNode get(String path, Map<String, String> query) {
      StringBuilder text = new StringBuilder(uri + "/api/2.0/mlflow/" + path + "?");
      query.forEach(
          (k, v) ->
              text.append(k)
                  .append('=')
                  .append(URLEncoder.encode(v, StandardCharsets.UTF_8))
                  .append('&'));
      return json(HttpRequest.newBuilder(URI.create(text.toString())).build());
    }

    public JsonNode post(String path, ObjectNode body) {
      return json(
          HttpRequest.newBuilder(URI.create(uri + "/api/2.0/mlflow/" + path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
              .build());
    }

    public byte[] artifact(String runId, String path) {
      String address =
          uri
              + "/get-artifact?run_id="
              + runId
              + "&path="
              + URLEncoder.encode(path, StandardCharsets.UTF_8);
      try {
        return CLIENT
            .send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** All active runs of an experiment, oldest first. */
    public List<JsonNode> runs(String experiment) {
      String id =
          get("experiments/get-by-name", Map.of("experiment_name", experiment))
              .path("experiment")
              .path("experiment_id")
              .asText();
      ObjectNode body = JSON.createObjectNode().put("max_results", 1000);
      body.putArray("experiment_ids").add(id);
      body.putArray("order_by").add("attributes.run_name");
      List<JsonNode> runs = new ArrayList<>();
      post("runs/search", body).path("runs").forEach(runs::add);
      return runs;
    }

    /** Losses of the only run of an experiment; none while it is not there. */
    public List<String> history(String experiment) {
      try {
        List<JsonNode> all = runs(experiment);
        return all.isEmpty()
            ? List.of()
            : history(all.get(0).path("info").path("run_id").asText(), "train/loss");
      } catch (IllegalStateException e) {
        return List.of();
      }
    }

    /** Points of a metric of a run by its name; none while it is not there. */
    public List<String> history(String experiment, String run, String key) {
      try {
        return runs(experiment).stream()
            .filter(r -> r.path("info").path("run_name").asText().equals(run))
            .findFirst()
            .map(r -> history(r.path("info").path("run_id").asText(), key))
            .orElse(List.of());
      } catch (IllegalStateException e) {
        return List.of();
      }
    }

    /** Points of a metric as {@code step=value}, in order of steps. */
    public List<String> history(String runId, String key) {
      List<String> points = new ArrayList<>();
      get("metrics/get-history", Map.of("run_id", runId, "metric_key", key))
          .path("metrics")
          .forEach(m -> points.add(m.path("step").asLong() + "=" + m.path("value").asText()));
      points.sort(
          java.util.Comparator.comparing(p -> Long.parseLong(p.substring(0, p.indexOf('=')))));
      return points;
    }

    /**
     * Points of a metric of many runs as {@code step=value}, by the run's id: a request a hundred.
     */
    public Map<String, List<String>> histories(List<String> runIds, String key) {
      Map<String, List<String>> all = new HashMap<>();
      for (int first = 0; first < runIds.size(); first += MOST_RUNS) {
        StringBuilder text = new StringBuilder(uri + "/ajax-api/2.0/mlflow/metrics/");
        text.append("get-history-bulk?max_results=25000&metric_key=")
            .append(URLEncoder.encode(key, StandardCharsets.UTF_8));
        runIds
            .subList(first, Math.min(first + MOST_RUNS, runIds.size()))
            .forEach(id -> text.append("&run_id=").append(id));
        json(HttpRequest.newBuilder(URI.create(text.toString())).build())
            .path("metrics")
            .forEach(
                m ->
                    all.computeIfAbsent(m.path("run_id").asText(), id -> new ArrayList<>())
                        .add(m.path("step").asLong() + "=" + m.path("value").asText()));
      }
      return all;
    }

    private static JsonNode json(HttpRequest request) {
      try {
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A session to any address, with short pauses and time limits. */
  public static MlflowSession session(
      URI uri, Map<String, String> environment, List<String> lines, Optional<String> register) {
    ServerAddress address = ServerAddress.of(uri.toString(), environment);
    return session(() -> address, environment, lines, register, false);
  }

  /** The same to an address that may change, or where failures count. */
  public static MlflowSession session(
      Supplier<ServerAddress> where, List<String> lines, boolean failing) {
    return session(where, Map.of(), lines, Optional.empty(), failing);
  }

  private static MlflowSession session(
      Supplier<ServerAddress> where,
      Map<String, String> environment,
      List<String> lines,
      Optional<String> register,
      boolean failing) {
    return new MlflowSession(
        new MlflowSession.Settings(
            where,
            Optional.empty(),
            register,
            failing,
            new MlflowHttp.Limits(
                Duration.ofSeconds(2), Duration.ofSeconds(3), 3, Duration.ofMillis(100)),
            Duration.ofMillis(50),
            Duration.ZERO),
        new TrackerContext(environment, "0.1.0", lines::add));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(RealServer.class, k -> start(), Running.class);
  }

  private static Running start() {
    try {
      Path runs = Files.createDirectories(Path.of("target", "mlflow-test")).toAbsolutePath();
      Path folder = Files.createTempDirectory(runs, "folder").resolve("runs");
      LocalServer server = new LocalServer(folder);
      List<String> log = new CopyOnWriteArrayList<>();
      return new Running(folder, server, server.start(OptionalInt.empty(), log::add).uri(), log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
