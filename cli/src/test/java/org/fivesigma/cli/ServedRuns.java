package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What an MLflow server has of run folders, read by plain requests and compared with them. */
record ServedRuns(URI server) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The server's runs of an experiment by our id. */
  Map<String, JsonNode> all(String experiment) {
    String id =
        get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=" + encode(experiment))
            .path("experiment")
            .path("experiment_id")
            .asText();
    ObjectNode body = JSON.createObjectNode().put("max_results", 1000);
    body.putArray("experiment_ids").add(id);
    Map<String, JsonNode> runs = new HashMap<>();
    for (JsonNode run : post("/api/2.0/mlflow/runs/search", body).path("runs")) {
      String runId = run.path("info").path("run_id").asText();
      JsonNode whole = get("/api/2.0/mlflow/runs/get?run_id=" + runId).path("run");
      JsonNode before = runs.put(tags(whole).get("fivesigma.run_id"), whole);
      assertThat(before).as("a run that is there twice").isNull();
    }
    return runs;
  }

  /** The run of a folder. */
  JsonNode run(Path folder, String experiment) {
    return all(experiment).get(json(folder.resolve("tracking/run.json")).path("id").asText());
  }

  static Map<String, String> tags(JsonNode run) {
    return pairs(run.path("data").path("tags"));
  }

  /** What tables show of a run. */
  static Map<String, Double> latest(JsonNode run) {
    Map<String, Double> latest = new TreeMap<>();
    run.path("data")
        .path("metrics")
        .forEach(m -> latest.put(m.path("key").asText(), m.path("value").asDouble()));
    return latest;
  }

  static Map<String, String> params(JsonNode run) {
    return pairs(run.path("data").path("params"));
  }

  private static Map<String, String> pairs(JsonNode list) {
    Map<String, String> map = new TreeMap<>();
    list.forEach(e -> map.put(e.path("key").asText(), e.path("value").asText()));
    return map;
  }

  /** Each point, parameter, file, dataset and state of a folder, and of the runs inside it. */
  void holdsAllOf(Path root, String experiment) throws IOException {
    Map<String, JsonNode> runs = all(experiment);
    try (Stream<Path> walk = Files.walk(root)) {
      List<Path> folders =
          walk.filter(p -> p.endsWith("status.json")).map(Path::getParent).toList();
      assertThat(folders).isNotEmpty();
      for (Path folder : folders) {
        String id = json(folder.resolve("tracking/run.json")).path("id").asText();
        assertThat(runs).as("%s", folder).containsKey(id);
        holds(folder, runs.get(id), runs);
      }
    }
  }

  private void holds(Path folder, JsonNode run, Map<String, JsonNode> all) throws IOException {
    JsonNode info = run.path("info");
    JsonNode status = json(folder.resolve("status.json"));
    assertThat(info.path("status").asText())
        .isEqualTo(
            switch (status.path("status").asText()) {
              case "finished" -> "FINISHED";
              case "failed" -> "FAILED";
              default -> "KILLED";
            });
    assertThat(info.path("run_name").asText()).isEqualTo(folder.getFileName().toString());
    assertThat(info.path("start_time").asLong()).isEqualTo(millis(status.path("started")));
    assertThat(info.path("end_time").asLong()).isEqualTo(millis(status.path("ended")));
    JsonNode card = json(folder.resolve("run.json"));
    assertThat(params(run)).isEqualTo(JSON.convertValue(card.path("parameters"), TreeMap.class));
    assertThat(tags(run)).containsEntry("fivesigma.status", status.path("status").asText());
    Path above = folder.getParent().getParent();
    if (Files.exists(above.resolve("status.json"))) {
      String parent = json(above.resolve("tracking/run.json")).path("id").asText();
      assertThat(tags(run))
          .containsEntry(
              "mlflow.parentRunId", all.get(parent).path("info").path("run_id").asText());
    } else {
      assertThat(tags(run)).doesNotContainKey("mlflow.parentRunId");
    }
    holdsPoints(folder, run);
    holdsFiles(folder, info);
    holdsDatasets(folder, run);
    holdsModel(folder, run);
  }

  private static long millis(JsonNode time) {
    return Instant.parse(time.asText()).toEpochMilli();
  }

  /** As the server has to name what a folder names otherwise. */
  private static String name(String key) {
    return key.replace('=', '-').replace(',', ' ');
  }

  private void holdsPoints(Path folder, JsonNode run) throws IOException {
    Map<String, List<String>> expected = new TreeMap<>();
    for (String file : List.of("history.csv", "timing.csv")) {
      Path path = folder.resolve(file);
      for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
        String[] cells = line.split(",", -1);
        if (!cells[0].equals("step")) {
          expected
              .computeIfAbsent(cells[2], k -> new ArrayList<>())
              .add(cells[0] + "=" + Double.parseDouble(cells[3]));
        }
      }
    }
    Path machine = folder.resolve("tracking/machine.jsonl");
    for (String line : Files.exists(machine) ? Files.readAllLines(machine) : List.<String>of()) {
      JsonNode event = JSON.readTree(line);
      String key = event.path("metric").asText();
      assertThat(key).startsWith("system/");
      expected
          .computeIfAbsent(key, k -> new ArrayList<>())
          .add(event.path("step").asText() + "=" + event.path("value").asDouble());
    }
    Map<String, Double> latest = latest(run);
    Map<String, Double> results = results(folder);
    results.forEach((key, value) -> assertThat(latest).containsEntry(key, value));
    for (Map.Entry<String, List<String>> series : expected.entrySet()) {
      List<String> there = points(run.path("info").path("run_id").asText(), series.getKey());
      Double result = results.get(series.getKey());
      List<String> wanted = new ArrayList<>(series.getValue());
      // the point with the highest step, of these the one told last: what the server calls latest
      String last = wanted.stream().reduce((a, b) -> step(a) > step(b) ? a : b).orElseThrow();
      if (result != null && Double.parseDouble(last.substring(last.indexOf('=') + 1)) != result) {
        // The final value stands at the end of the series, so that tables show it.
        wanted.add(last.substring(0, last.indexOf('=') + 1) + result);
      }
      assertThat(there)
          .as("%s of %s", series.getKey(), folder)
          .containsExactlyInAnyOrderElementsOf(wanted);
    }
    assertThat(latest.keySet())
        .as("metrics of %s", folder)
        .allMatch(key -> expected.containsKey(key) || results.containsKey(key));
  }

  private static long step(String point) {
    return Long.parseLong(point.substring(0, point.indexOf('=')));
  }

  private static Map<String, Double> results(Path folder) {
    Map<String, Double> results = new TreeMap<>();
    Path matrix = folder.resolve("matrix.json");
    if (Files.exists(matrix)) {
      // A matrix carries the metrics of its best variant beside those of all.
      results.putAll(results(folder.resolve("runs").resolve(json(matrix).path("best").asText())));
    }
    Path file = folder.resolve("metrics.json");
    if (Files.exists(file)) {
      results.putAll(finals(json(file)));
    }
    return results;
  }

  /** The values and errors of a file of metrics under the names that the server has. */
  static Map<String, Double> finals(JsonNode metrics) {
    Map<String, Double> results = new TreeMap<>();
    metrics
        .properties()
        .forEach(
            e -> {
              if (e.getValue().path("value").isNumber()) {
                results.put(name(e.getKey()), e.getValue().path("value").asDouble());
              }
              if (e.getValue().path("std_error").isNumber()) {
                results.put(name(e.getKey()) + "_err", e.getValue().path("std_error").asDouble());
              }
            });
    return results;
  }

  private List<String> points(String runId, String key) {
    List<String> points = new ArrayList<>();
    get("/api/2.0/mlflow/metrics/get-history?run_id=" + runId + "&metric_key=" + encode(key))
        .path("metrics")
        .forEach(m -> points.add(m.path("step").asLong() + "=" + m.path("value").asDouble()));
    return points;
  }

  private void holdsFiles(Path folder, JsonNode info) throws IOException {
    Map<String, Long> there = new TreeMap<>();
    list(info.path("run_id").asText(), "", there);
    int pictures = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        if (path.startsWith("runs/") || path.startsWith("tracking/") || path.endsWith(".lock")) {
          continue;
        }
        assertThat(there).containsEntry(path, Files.size(file));
        pictures += path.matches("plots/.*[.]png") ? 1 : 0;
      }
    }
    for (String path : List.of("report.html", "resolved.yaml", "predictions/test.parquet")) {
      if (Files.exists(folder.resolve(path))) {
        assertThat(artifact(info.path("run_id").asText(), path))
            .isEqualTo(Files.readAllBytes(folder.resolve(path)));
      }
    }
    if (pictures > 0) {
      assertThat(there.keySet().stream().filter(p -> p.startsWith("images/")))
          .hasSize(2 * pictures);
    }
  }

  private void list(String runId, String folder, Map<String, Long> into) {
    for (JsonNode file :
        get("/api/2.0/mlflow/artifacts/list?run_id=" + runId + "&path=" + encode(folder))
            .path("files")) {
      if (file.path("is_dir").asBoolean()) {
        list(runId, file.path("path").asText(), into);
      } else {
        into.put(file.path("path").asText(), file.path("file_size").asLong());
      }
    }
  }

  byte[] artifact(String runId, String path) {
    return send(
            HttpRequest.newBuilder(
                    URI.create(server + "/get-artifact?run_id=" + runId + "&path=" + encode(path)))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  private static void holdsDatasets(Path folder, JsonNode run) {
    if (!Files.exists(folder.resolve("lock.json"))) {
      return;
    }
    JsonNode data = json(folder.resolve("lock.json")).path("data");
    Map<String, Long> expected = new TreeMap<>();
    Map<String, String> contexts =
        Map.of("train", "training", "valid", "validation", "test", "testing");
    data.path("weights")
        .properties()
        .forEach(
            part ->
                expected.put(
                    contexts.getOrDefault(part.getKey(), part.getKey()),
                    data.path("rows").path(part.getKey()).asLong()));
    Map<String, Long> there = new TreeMap<>();
    for (JsonNode input : run.path("inputs").path("dataset_inputs")) {
      JsonNode dataset = input.path("dataset");
      assertThat(dataset.path("digest").asText()).matches("[0-9a-f]{36}");
      assertThat(dataset.path("source").asText()).contains("sha256");
      assertThat(dataset.path("schema").asText()).contains("mlflow_colspec");
      JsonNode profile = text(dataset.path("profile").asText());
      there.put(
          input.path("tags").path(0).path("value").asText(), profile.path("num_rows").asLong());
    }
    assertThat(there).isEqualTo(expected);
  }

  private void holdsModel(Path folder, JsonNode run) throws IOException {
    JsonNode outputs = run.path("outputs").path("model_outputs");
    if (!Files.exists(folder.resolve("model"))) {
      assertThat(outputs).isEmpty();
      return;
    }
    assertThat(outputs).hasSize(1);
    String id = outputs.path(0).path("model_id").asText();
    JsonNode model = get("/api/2.0/mlflow/logged-models/" + id).path("model").path("info");
    assertThat(model.path("status").asText()).isEqualTo("LOGGED_MODEL_READY");
    assertThat(model.path("source_run_id").asText())
        .isEqualTo(run.path("info").path("run_id").asText());
    JsonNode files =
        get("/api/2.0/mlflow/logged-models/" + id + "/artifacts/directories").path("files");
    assertThat(files.findValuesAsText("path")).contains("MLmodel", "manifest.json");
  }

  JsonNode get(String path) {
    return json(HttpRequest.newBuilder(URI.create(server + path)).build());
  }

  private JsonNode post(String path, ObjectNode body) {
    return json(
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private static JsonNode json(HttpRequest request) {
    HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s %s", request, answer.body()).isEqualTo(200);
    return text(answer.body());
  }

  private static <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HttpClient.newHttpClient().send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode text(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
