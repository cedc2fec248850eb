package org.fivesigma.tracking.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.tracking.RealServer;
import org.fivesigma.tracking.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.tracking.MlflowClient;

@ExtendWith(RealServer.class)
class TrackedRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path temp;

  @Test
  void everythingOfARunIsReadBackFromTheServerAsTheFolderHasIt(RealServer.Running mlflow)
      throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    MlflowSession session =
        RealServer.session(mlflow.uri(), Map.of(), log, Optional.of("higgs classifier"));
    TestRun run = new TestRun(temp.resolve("20260101-120000-abcdef"), "everything", TestRun.now());
    run.begin(session).train(30).results().finish();
    Delivery delivery = session.close(PATIENCE);

    assertThat(delivery.pending()).as("%s %s", delivery, log).isZero();
    List<JsonNode> runs = mlflow.runs("everything");
    assertThat(runs).hasSize(1);
    String id = runs.get(0).path("info").path("run_id").asText();
    JsonNode whole = mlflow.get("runs/get", Map.of("run_id", id)).path("run");
    assertThat(whole.path("info").path("status").asText()).isEqualTo("FINISHED");
    assertThat(whole.path("info").path("run_name").asText()).isEqualTo("20260101-120000-abcdef");
    assertThat(pairs(whole.path("data").path("params"))).containsEntry("model.eta", "0.1");

    assertHistoryIsEqual(run.folder(), mlflow, id);
    Map<String, Double> latest = new HashMap<>();
    whole
        .path("data")
        .path("metrics")
        .forEach(m -> latest.put(m.path("key").asText(), m.path("value").asDouble()));
    assertThat(latest)
        .containsEntry("test/auc", 0.8431)
        .containsEntry("test/auc_err", 0.0021)
        .containsEntry("test/ams/cut", 0.8375)
        .containsEntry("valid/auc", 0.8601)
        .doesNotContainKey("test/fom");

    try (MlflowClient official = new MlflowClient(mlflow.uri().toString())) {
      assertThat(official.getMetricHistory(id, "valid/loss"))
          .hasSize(30)
          .allSatisfy(m -> assertThat(m.getValue()).isBetween(0.0, 1.2));
      assertThat(official.getRun(id).getData().getParamsList())
          .anyMatch(p -> p.getKey().equals("model.eta") && p.getValue().equals("0.1"));
    }

    assertThat(pairs(whole.path("data").path("tags")))
        .containsEntry("analysis", "higgsml")
        .containsEntry("mlflow.source.git.commit", "0f3c5f1e2d4b6a798899aabbccddeeff00112233")
        .containsEntry("git.dirty", "false")
        .containsEntry("fivesigma.status", "finished")
        .hasEntrySatisfying(
            "mlflow.note.content",
            note ->
                assertThat(note)
                    .contains("for **signal**")
                    .contains("| auc | 0.9412 ± 0.0012 | 0.8601 | 0.8431 ± 0.0021 |"));

    Map<String, Long> files = files(mlflow, id, "");
    Map<String, Long> expected = new TreeMap<>();
    try (var walk = Files.walk(run.folder())) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = run.folder().relativize(file).toString();
        if (!path.startsWith("tracking/")) {
          expected.put(path, Files.size(file));
        }
      }
    }
    assertThat(files).containsAllEntriesOf(expected);
    assertThat(files.keySet().stream().filter(f -> f.startsWith("images/"))).hasSize(4);
    assertThat(new String(mlflow.artifact(id, "report.html"), StandardCharsets.UTF_8))
        .contains("Report of the run");

    Map<String, String> contexts = new TreeMap<>();
    whole
        .path("inputs")
        .path("dataset_inputs")
        .forEach(
            d ->
                contexts.put(
                    d.path("dataset").path("name").asText(),
                    d.path("tags").path(0).path("value").asText()));
    assertThat(contexts)
        .isEqualTo(
            Map.of(
                "everything train", "training",
                "everything valid", "validation",
                "everything test", "testing"));
    assertThat(whole.path("inputs").toString()).contains("\\\"num_rows\\\":500", "DER_mass_MMC");

    String model = whole.path("outputs").path("model_outputs").path(0).path("model_id").asText();
    assertThat(
            mlflow
                .get("logged-models/" + model, Map.of())
                .path("model")
                .path("info")
                .path("status")
                .asText())
        .isEqualTo("LOGGED_MODEL_READY");
    assertThat(
            mlflow
                .get(
                    "registered-models/alias",
                    Map.of("name", "higgs classifier", "alias", "newest"))
                .path("model_version")
                .path("run_id")
                .asText())
        .isEqualTo(id);
  }

  @Test
  void syncAfterDeliverySendsNothingAndDuplicatesNothing(RealServer.Running mlflow) {
    List<String> log = new CopyOnWriteArrayList<>();
    MlflowSession live = mlflow.session(log);
    TestRun run = new TestRun(temp.resolve("run"), "twice", TestRun.now());
    run.begin(live).train(10).results().finish();
    assertThat(live.close(PATIENCE).pending()).isZero();

    try (MlflowSession later = mlflow.session(log)) {
      Delivery again = later.sync(run.folder());
      assertThat(again.sent()).isZero();
      assertThat(again.pending()).isZero();
      assertThat(again.runs()).isEqualTo(1);
    }
    assertThat(mlflow.runs("twice")).hasSize(1);
  }

  @Test
  void aChangedFileAloneIsSentAgain(RealServer.Running mlflow) throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    TestRun run = new TestRun(temp.resolve("run"), "changed", TestRun.now());
    run.train(5).results().finish();
    try (MlflowSession session = mlflow.session(log)) {
      assertThat(session.sync(run.folder()).pending()).isZero();
      Thread.sleep(5);
      run.write("report.html", "<html><body>another report, as long as it is</body></html>");
      assertThat(session.sync(run.folder()).sent()).isEqualTo(1);
      assertThat(session.sync(run.folder()).sent()).isZero();
    }
    String id = mlflow.runs("changed").get(0).path("info").path("run_id").asText();
    assertThat(new String(mlflow.artifact(id, "report.html"), StandardCharsets.UTF_8))
        .contains("another report");
  }

  @Test
  void aFolderThatWasNeverTrackedIsSentWholeByOneSyncAndByNoneAfterwards(RealServer.Running mlflow)
      throws Exception {
    TestRun run = new TestRun(temp.resolve("untracked"), "untracked", TestRun.now());
    run.train(20).results().finish();
    List<String> log = new CopyOnWriteArrayList<>();
    try (MlflowSession session = mlflow.session(log)) {
      Delivery first = session.sync(run.folder());
      assertThat(first.pending()).as("%s", first).isZero();
      assertThat(first.sent()).isGreaterThan(80);
    }
    Path moved = Files.move(run.folder(), temp.resolve("elsewhere"));
    try (MlflowSession session = mlflow.session(log)) {
      assertThat(session.sync(moved).sent()).isZero();
    }
    List<JsonNode> runs = mlflow.runs("untracked");
    assertThat(runs).hasSize(1);
    String id = runs.get(0).path("info").path("run_id").asText();
    assertHistoryIsEqual(moved, mlflow, id);
    assertThat(pairs(runs.get(0).path("data").path("params")))
        .containsEntry("model.max_depth", "6")
        .containsEntry("seed", "42");
  }

  @Test
  void childrenAreNestedCarryTheirOwnParametersAndSayWhyTheyEnded(RealServer.Running mlflow) {
    List<String> log = new CopyOnWriteArrayList<>();
    MlflowSession session = mlflow.session(log);
    TestRun parent = new TestRun(temp.resolve("study"), "nested", TestRun.now());
    parent.begin(session);
    List<TestRun> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      TestRun child = parent.child("trial-00" + i);
      child.parameters().clear();
      child.parameters().put("model.eta", "0." + (i + 1));
      children.add(child.begin(session).train(3));
    }
    children.get(0).results().finish();
    children.get(1).results().finish();
    children.get(2).end(RunEnd.Status.PRUNED, "below the median at step 3");
    children.get(3).end(RunEnd.Status.FAILED, "loss is NaN");
    parent.tracked().parameters(Map.of("best.model.eta", "0.2"));
    parent.results().finish();
    assertThat(session.close(PATIENCE).pending()).isZero();

    List<JsonNode> runs = mlflow.runs("nested");
    assertThat(runs)
        .extracting(r -> r.path("info").path("run_name").asText())
        .containsExactly("study", "trial-000", "trial-001", "trial-002", "trial-003");
    String parentId = runs.get(0).path("info").path("run_id").asText();
    assertThat(pairs(runs.get(0).path("data").path("params")))
        .containsEntry("best.model.eta", "0.2");
    for (int i = 0; i < 4; i++) {
      JsonNode data = runs.get(i + 1).path("data");
      assertThat(pairs(data.path("tags"))).containsEntry("mlflow.parentRunId", parentId);
      assertThat(pairs(data.path("params"))).isEqualTo(Map.of("model.eta", "0." + (i + 1)));
    }
    assertThat(runs.get(3).path("info").path("status").asText()).isEqualTo("KILLED");
    assertThat(pairs(runs.get(3).path("data").path("tags")))
        .containsEntry("fivesigma.status", "pruned")
        .containsEntry("fivesigma.reason", "below the median at step 3");
    assertThat(runs.get(4).path("info").path("status").asText()).isEqualTo("FAILED");

    try (MlflowSession later = mlflow.session(log)) {
      Delivery again = later.sync(parent.folder());
      assertThat(again.runs()).isEqualTo(5);
      assertThat(again.sent()).isZero();
    }
    assertThat(mlflow.runs("nested")).hasSize(5);
  }

  @Test
  void childrenThatShareTheirDataAreSentSideBySide(RealServer.Running mlflow) {
    TestRun parent = new TestRun(temp.resolve("study"), "side by side", TestRun.now());
    for (int i = 0; i < 6; i++) {
      parent.child("trial-00" + i).train(2).results().finish();
    }
    parent.results().finish();
    List<String> log = new CopyOnWriteArrayList<>();
    try (MlflowSession session = mlflow.session(log)) {
      Delivery delivery = session.sync(parent.folder());
      assertThat(delivery.pending()).as("%s", delivery).isZero();
      assertThat(delivery.runs()).isEqualTo(7);
    }
    assertThat(mlflow.runs("side by side"))
        .hasSize(7)
        .allSatisfy(r -> assertThat(r.path("inputs").path("dataset_inputs")).hasSize(3));
  }

  static Map<String, String> pairs(JsonNode list) {
    Map<String, String> map = new HashMap<>();
    list.forEach(e -> map.put(e.path("key").asText(), e.path("value").asText()));
    return map;
  }

  static Map<String, Long> files(RealServer.Running mlflow, String runId, String folder) {
    Map<String, Long> all = new TreeMap<>();
    for (JsonNode file :
        mlflow.get("artifacts/list", Map.of("run_id", runId, "path", folder)).path("files")) {
      if (file.path("is_dir").asBoolean()) {
        all.putAll(files(mlflow, runId, file.path("path").asText()));
      } else {
        all.put(file.path("path").asText(), file.path("file_size").asLong());
      }
    }
    return all;
  }

  /** Every line of the history is one point on the server; only a final value may be one more. */
  static void assertHistoryIsEqual(Path folder, RealServer.Running mlflow, String id)
      throws Exception {
    Map<String, List<String>> expected = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("history.csv")).subList(1, 2)) {
      assertThat(line.split(",", -1)).hasSize(4);
    }
    for (String line : Files.readAllLines(folder.resolve("history.csv"))) {
      if (!line.startsWith("step")) {
        String[] parts = line.split(",", -1);
        expected.computeIfAbsent(parts[2], k -> new ArrayList<>()).add(parts[0] + "=" + parts[3]);
      }
    }
    for (Map.Entry<String, List<String>> e : expected.entrySet()) {
      List<String> there = mlflow.history(id, e.getKey());
      if (there.size() > e.getValue().size()) {
        assertThat(there).hasSize(e.getValue().size() + 1);
        there = new ArrayList<>(there);
        there.retainAll(new TreeSet<>(e.getValue()));
      }
      assertThat(there).as(e.getKey()).containsExactlyElementsOf(e.getValue());
    }
  }
}
