package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ui}, {@code sync} and tracked runs with the real MLflow server, whose start is what takes
 * the time: one folder and one server for all of it, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrackingCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "cl1-s3cr3t";
  private static final String TRACKED = "tracking: {type: mlflow}\n";

  @TempDir static Path folder;
  private static int port;
  private static CommandLineRun first;

  @BeforeAll
  static void start() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 600);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path browser = folder.resolve("browser");
    Files.writeString(browser, "#!/bin/sh\necho \"$1\" > " + folder.resolve("opened") + "\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    first =
        CommandLineRun.in(
            folder,
            Map.of("BROWSER", browser.toString(), "MLFLOW_TRACKING_PASSWORD", SECRET),
            "ui",
            "--port",
            Integer.toString(port),
            "--open");
  }

  @AfterAll
  static void stop() {
    CommandLineRun.in(folder, "ui", "--stop");
  }

  private static ServedRuns served() {
    return new ServedRuns(URI.create("http://127.0.0.1:" + port));
  }

  private static CommandLineRun run(String name, String text) throws IOException {
    return run(Map.of(), name, text);
  }

  private static CommandLineRun run(Map<String, String> environment, String name, String text)
      throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(file, text.replace("name: small", "name: " + name));
    return CommandLineRun.in(folder, environment, "run", file.toString(), "--quiet");
  }

  private static JsonNode json(String... command) throws IOException {
    CommandLineRun run = CommandLineRun.in(folder, command);
    assertThat(run.exit()).as(run.err()).isZero();
    return JSON.readTree(run.out());
  }

  @Test
  @Order(1)
  void theServerListensWhereItWasToldAndItsPageIsOpened() throws Exception {
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).startsWith("http://127.0.0.1:" + port + "/#/experiments");
    for (int i = 0; i < 100 && !Files.exists(folder.resolve("opened")); i++) {
      Thread.sleep(50);
    }
    assertThat(Files.readString(folder.resolve("opened")).strip()).isEqualTo(first.out().strip());
  }

  @Test
  @Order(2)
  void aSecondUiFindsTheFirstAndAnotherPortIsRefused() throws Exception {
    JsonNode second = json("ui", "--json");
    assertThat(second.path("found").asBoolean()).isTrue();
    assertThat(second.path("page").asText()).contains(":" + port + "/");
    CommandLineRun other = CommandLineRun.in(folder, "ui", "--port", "1");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("running already, on port " + port).contains("ui --stop");
  }

  @Test
  @Order(3)
  void aTrackedRunIsOnTheServerAsItsFolderIsAndNoSecretIsAnywhere() throws Exception {
    CommandLineRun run =
        run(
            Map.of(
                "MLFLOW_TRACKING_USERNAME", "me",
                "MLFLOW_TRACKING_PASSWORD", SECRET,
                "MODEL_TAG", SECRET),
            "single",
            GaussianEvents.experiment("{type: xgboost, num_boost_round: 5}")
                    .replace("plots: none", "plots: [roc]")
                + "description: A **plain** search\n"
                + "tags: {analysis: test, hidden: \"${MODEL_TAG:?secret}\"}\n"
                + "tracking: {type: mlflow, register: single-classifier@champion}\n");
    assertThat(run.exit()).as(run.err()).isZero();
    served().holdsAllOf(run.runFolder(), "single");
    JsonNode there = served().run(run.runFolder(), "single");
    assertThat(ServedRuns.params(there))
        .containsEntry("model.num_boost_round", "5")
        .containsEntry("seed", "3")
        .hasSizeLessThan(20);
    Map<String, String> tags = ServedRuns.tags(there);
    assertThat(tags)
        .containsEntry("analysis", "test")
        .containsEntry("mlflow.source.name", "single.yaml")
        .containsEntry("device", "cpu")
        .containsEntry("mlflow.loggedImages", "True")
        .containsKeys("mlflow.user", "fivesigma.version");
    assertThat(tags.get("mlflow.note.content"))
        .startsWith("A **plain** search")
        .contains("| metric | train | valid | test |")
        .contains("| auc | ");
    JsonNode version =
        served()
            .get("/api/2.0/mlflow/registered-models/alias?name=single-classifier&alias=champion")
            .path("model_version");
    assertThat(version.path("run_id").asText())
        .isEqualTo(there.path("info").path("run_id").asText());
    assertThat(there.toString()).doesNotContain(SECRET);
    assertThat(run.out() + run.err()).doesNotContain(SECRET);
    secretIsNowhereIn(folder.resolve("runs"));
  }

  /** Neither in run folders nor in the server's database, files and log. */
  private static void secretIsNowhereIn(Path runs) throws IOException {
    try (Stream<Path> walk = Files.walk(runs)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text.contains(SECRET)).as("%s has the secret", file).isFalse();
      }
    }
  }

  @Test
  @Order(4)
  void aRunThatMustBeTrackedDoesNotBeginWithoutAServer() throws Exception {
    Files.writeString(
        folder.resolve("must.yaml"),
        GaussianEvents.experiment("{type: logistic}")
            + "tracking: {type: mlflow, uri: http://127.0.0.1:9, on_failure: fail}\n");
    // Outside runs/, where 'sync' would go on looking for that server.
    CommandLineRun run =
        CommandLineRun.in(folder, "run", "must.yaml", "--quiet", "--out", "elsewhere/must");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("no tracking server answers at http://127.0.0.1:9")
        .contains("on_failure: spool");
  }

  @Test
  @Order(4)
  void trialsVariantsRepeatsAndFoldsAreRunsInsideRuns() throws Exception {
    CommandLineRun study =
        run(
            "study",
            GaussianEvents.experiment("{type: xgboost, num_boost_round: 6}")
                    .replace("plots: none", "plots: [roc]")
                + """
                tune:
                  sampler: random
                  trials: 4
                  parallel: 2
                  space: {model.max_depth: {int: [1, 6]}, model.eta: {float: [0.1, 0.5]}}
                """
                + TRACKED);
    assertThat(study.exit()).as(study.err()).isZero();
    served().holdsAllOf(study.runFolder(), "study");
    assertThat(names("study"))
        .containsExactlyInAnyOrder(
            study.runFolder().getFileName().toString(),
            "best",
            "trial-000",
            "trial-001",
            "trial-002",
            "trial-003");
    JsonNode parent = served().run(study.runFolder(), "study");
    assertThat(ServedRuns.tags(parent))
        .containsEntry("mlflow.loggedImages", "True")
        .hasEntrySatisfying(
            "mlflow.note.content",
            note -> assertThat(note).contains("## Runs", "| trial-00", "4 runs, 4 finished."));
    assertThat(ServedRuns.params(parent)).containsKeys("model.max_depth", "model.eta");
    assertThat(parent.path("inputs").path("dataset_inputs")).hasSize(3);

    CommandLineRun matrix =
        run(
            "matrix",
            GaussianEvents.experiment("{type: xgboost, num_boost_round: 3}")
                    .replace("plots: none", "plots: [roc]")
                + """
                matrix:
                  features:
                    all: {data.features: [x, y]}
                    few: {data.features: [y]}
                    none: {data.features: [nothing]}
                repeat: {times: 2, vary: training}
                """
                + TRACKED);
    assertThat(matrix.exit()).isEqualTo(3);
    served().holdsAllOf(matrix.runFolder(), "matrix");
    Map<String, JsonNode> byName = byName("matrix");
    assertThat(byName.get("features=none").path("info").path("status").asText())
        .isEqualTo("FAILED");
    assertThat(ServedRuns.tags(byName.get("features=none")))
        .hasEntrySatisfying("fivesigma.reason", r -> assertThat(r).isNotEmpty());
    assertThat(ServedRuns.params(byName.get("features=few"))).isEqualTo(Map.of("features", "few"));
    carriesItsBestVariant(matrix.runFolder(), byName);

    CommandLineRun folds =
        run(
            "folds",
            GaussianEvents.experiment("{type: xgboost, num_boost_round: 3}")
                    .replaceFirst("split: .*\n", "split: {type: k_fold, folds: 3}\n")
                + TRACKED);
    assertThat(folds.exit()).as(folds.err()).isZero();
    served().holdsAllOf(folds.runFolder(), "folds");
    Map<String, JsonNode> runs = byName("folds");
    String above =
        runs.get(folds.runFolder().getFileName().toString()).path("info").path("run_id").asText();
    for (int i = 0; i < 3; i++) {
      JsonNode fold = runs.get("fold-0" + i);
      assertThat(ServedRuns.tags(fold)).containsEntry("mlflow.parentRunId", above);
      assertThat(ServedRuns.params(fold)).isEqualTo(Map.of("fold", "0" + i));
      assertThat(fold.path("data").path("metrics").findValuesAsText("key"))
          .contains("train/loss", "valid/loss", "time/round_seconds");
      Map<String, Double> own =
          ServedRuns.finals(
              JSON.readTree(folds.runFolder().resolve("folds.json").toFile()).path("fold-0" + i));
      assertThat(own).containsKeys("test/auc", "valid/auc");
      assertThat(ServedRuns.latest(fold)).containsAllEntriesOf(own);
      assertThat(ServedRuns.tags(fold).get("mlflow.note.content"))
          .contains("| metric | valid | test |");
    }
  }

  private static void carriesItsBestVariant(Path folder, Map<String, JsonNode> byName)
      throws IOException {
    JsonNode parent = byName.get(folder.getFileName().toString());
    JsonNode matrix = JSON.readTree(folder.resolve("matrix.json").toFile());
    assertThat(matrix.path("objective").asText()).isEqualTo("valid/auc");
    assertThat(matrix.path("best").asText()).isEqualTo("features=all");
    Map<String, Double> best = ServedRuns.latest(byName.get("features=all"));
    Map<String, Double> carried = ServedRuns.latest(parent);
    assertThat(best).containsKeys("test/auc", "valid/auc");
    assertThat(carried)
        .containsEntry("test/auc", best.get("test/auc"))
        .containsEntry("valid/auc", best.get("valid/auc"))
        .containsEntry(
            "features-few/test/auc", ServedRuns.latest(byName.get("features=few")).get("test/auc"));
    assertThat(ServedRuns.params(parent)).containsEntry("features", "all");
    assertThat(ServedRuns.tags(parent))
        .containsEntry("mlflow.loggedImages", "True")
        .hasEntrySatisfying(
            "mlflow.note.content",
            note ->
                assertThat(note)
                    .contains(
                        "## Best: features=all", "## Results", "## Runs", "3 runs, 1 failed"));
  }

  private static List<String> names(String experiment) {
    return served().all(experiment).values().stream()
        .map(run -> run.path("info").path("run_name").asText())
        .toList();
  }

  private static Map<String, JsonNode> byName(String experiment) {
    Map<String, JsonNode> runs = new TreeMap<>();
    served()
        .all(experiment)
        .values()
        .forEach(run -> runs.put(run.path("info").path("run_name").asText(), run));
    return runs;
  }

  @Test
  @Order(5)
  void whatHappensWhileTheServerIsStoppedIsSentWhenItStartsAndTheRestIsStillThere()
      throws Exception {
    assertThat(json("ui", "--stop", "--json").path("stopped").asBoolean()).isTrue();
    CommandLineRun again = CommandLineRun.in(folder, "ui", "--stop");
    assertThat(again.exit()).isZero();
    assertThat(again.out()).contains("no tracking server is running");

    String model = GaussianEvents.experiment("{type: xgboost, num_boost_round: 4}");
    CommandLineRun tracked = run("later", model + TRACKED);
    assertThat(tracked.exit()).isEqualTo(3);
    assertThat(tracked.err()).contains("ui");
    CommandLineRun untracked = run("later", model + "tags: {second: run}\n");
    assertThat(untracked.exit()).as(untracked.err()).isZero();
    CommandLineRun nowhere = CommandLineRun.in(folder, "sync", untracked.runFolder().toString());
    assertThat(nowhere.exit()).isEqualTo(2);
    assertThat(nowhere.err()).contains("'./fivesigma ui' starts one");

    JsonNode started = json("ui", "--json");
    assertThat(started.path("found").asBoolean()).isFalse();
    assertThat(started.path("page").asText()).as("the last port").contains(":" + port + "/");
    assertThat(started.path("delivery").path("pending").asInt()).isZero();
    assertThat(started.path("delivery").path("sent").asInt()).isPositive();
    served().holdsAllOf(tracked.runFolder(), "later");
    assertThat(names("later")).hasSize(2);
    List<JsonNode> both = List.copyOf(served().all("later").values());
    assertThat(ServedRuns.params(both.get(0))).isEqualTo(ServedRuns.params(both.get(1)));
    assertThat(names("single")).hasSize(1);
    assertThat(names("study")).hasSize(6);
  }

  @Test
  @Order(6)
  void syncTwiceIsSyncOnce() throws Exception {
    for (int i = 0; i < 2; i++) {
      JsonNode delivery = json("sync", "--json");
      assertThat(delivery.path("sent").asInt()).isZero();
      assertThat(delivery.path("pending").asInt()).isZero();
      assertThat(delivery.path("runs").asInt()).isGreaterThan(15);
    }
    CommandLineRun words = CommandLineRun.in(folder, "sync", "single");
    assertThat(words.out().strip()).isEqualTo("nothing was missing of 1 runs");
  }
}
