package org.fivesigma.tracking.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fivesigma.tracking.delivery.TrackedRunTest.assertHistoryIsEqual;
import static org.fivesigma.tracking.delivery.TrackedRunTest.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.tracking.FaultyProxy;
import org.fivesigma.tracking.FaultyProxy.Fault;
import org.fivesigma.tracking.FullDiskRun;
import org.fivesigma.tracking.KilledRun;
import org.fivesigma.tracking.RealServer;
import org.fivesigma.tracking.TestRun;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ServerAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServer.class)
class FaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than the time limit of a request in these tests. */
  private static final Duration STALL = Duration.ofMillis(3500);

  @TempDir Path temp;

  private final List<String> log = new CopyOnWriteArrayList<>();

  private MlflowSession session(URI uri) {
    return RealServer.session(uri, Map.of(), log, Optional.empty());
  }

  @Test
  void throughErrorsResetsAndStallsNothingIsLostAndNothingIsThereTwice(RealServer.Running mlflow)
      throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    Fault[] faults = {Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.RESET_BEFORE, Fault.RESET_AFTER};
    int[] stalls = {2};
    TestRun run = new TestRun(temp.resolve("run"), "faults", TestRun.now());
    TestRun child;
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      proxy.faults(
          what -> {
            synchronized (random) {
              if (stalls[0] > 0 && (what.endsWith("runs/create") || what.endsWith("log-batch"))) {
                stalls[0]--;
                return Fault.STALL;
              }
              return random.nextInt(100) < 30 ? faults[random.nextInt(faults.length)] : Fault.NONE;
            }
          });
      MlflowSession session = session(proxy.uri());
      run.begin(session);
      child = run.child("trial-000").begin(session);
      run.train(200);
      child.train(50).results().finish();
      run.results().finish();
      session.close(PATIENCE);
      assertThat(proxy.requests()).isGreaterThan(20);
    }
    try (MlflowSession later = session(mlflow.uri())) {
      assertThat(later.sync(run.folder()).pending()).isZero();
      assertThat(later.sync(run.folder()).sent()).isZero();
    }
    List<JsonNode> runs = mlflow.runs("faults");
    assertThat(runs)
        .extracting(r -> r.path("info").path("run_name").asText())
        .containsExactly("run", "trial-000");
    for (JsonNode each : runs) {
      String id = each.path("info").path("run_id").asText();
      String name = each.path("info").path("run_name").asText();
      Path folder = name.equals("run") ? run.folder() : child.folder();
      assertHistoryIsEqual(folder, mlflow, id);
      assertThat(each.path("info").path("status").asText()).isEqualTo("FINISHED");
      assertThat(each.path("outputs").path("model_outputs")).hasSizeLessThan(2);
    }
  }

  @Test
  void withoutAServerTheRunGoesOnClosesSoonAndSyncSendsEverythingLater(RealServer.Running mlflow)
      throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    MlflowSession session = session(URI.create("http://127.0.0.1:" + nobody));
    TestRun run = new TestRun(temp.resolve("run"), "nobody", TestRun.now());
    run.begin(session).train(50).results().finish();
    long before = System.nanoTime();
    Delivery delivery = session.close(PATIENCE);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    assertThat(delivery.pending()).isEqualTo(1);
    assertThat(delivery.problems()).singleElement().asString().contains("no tracking server");
    assertThat(log).filteredOn(l -> l.contains("the run goes on")).hasSize(1);

    try (MlflowSession later = session(mlflow.uri())) {
      assertThat(later.sync(run.folder()).pending()).isZero();
    }
    List<JsonNode> runs = mlflow.runs("nobody");
    assertThat(runs).hasSize(1);
    assertHistoryIsEqual(run.folder(), mlflow, runs.get(0).path("info").path("run_id").asText());
  }

  @Test
  void aServerThatStallsDoesNotSlowTheRunDown(RealServer.Running mlflow) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), Duration.ofSeconds(30))) {
      proxy.faults(what -> Fault.STALL);
      MlflowSession session = session(proxy.uri());
      TestRun run = new TestRun(temp.resolve("run"), "stalled", TestRun.now()).begin(session);
      long before = System.nanoTime();
      for (int step = 1; step <= 20_000; step++) {
        run.tracked()
            .metric(
                new org.fivesigma.spi.track.MetricPoint(
                    "train/loss", 1.0 / step, step, step, Instant.now()));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
      session.close(Duration.ZERO);
    }
  }

  @Test
  void aServerThatComesBackGetsTheRestWithoutBeingAsked(RealServer.Running mlflow)
      throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      MlflowSession session = session(proxy.uri());
      TestRun run = new TestRun(temp.resolve("run"), "comeback", TestRun.now()).begin(session);
      run.train(20);
      Thread.sleep(300);
      proxy.faults(what -> Fault.RESET_BEFORE);
      for (int i = 0; i < 20; i++) {
        run.point(21 + i, "train/loss", 0.01 / (i + 1));
        Thread.sleep(50);
      }
      proxy.faults(what -> Fault.NONE);
      run.results().finish();
      assertThat(session.close(PATIENCE).pending()).isZero();
      assertThat(log).anyMatch(l -> l.contains("answers again"));
      String id = mlflow.runs("comeback").get(0).path("info").path("run_id").asText();
      assertHistoryIsEqual(run.folder(), mlflow, id);
    }
  }

  @Test
  void credentialsAreSentAndARefusalSaysWhatToSet(RealServer.Running mlflow) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      for (Fault fault : List.of(Fault.UNAUTHORISED, Fault.FORBIDDEN)) {
        proxy.faults(what -> fault);
        log.clear();
        MlflowSession session =
            RealServer.session(
                proxy.uri(),
                Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "s3cr3t"),
                log,
                Optional.empty());
        TestRun run = new TestRun(temp.resolve("run" + fault), "refused", TestRun.now());
        run.begin(session).train(3).results().finish();
        Delivery delivery = session.close(PATIENCE);
        assertThat(delivery.pending()).isEqualTo(1);
        assertThat(delivery.problems())
            .singleElement()
            .asString()
            .contains(fault == Fault.FORBIDDEN ? "403" : "MLFLOW_TRACKING_USERNAME");
        assertThat(log.toString()).doesNotContain("s3cr3t");
        try (var walk = Files.walk(run.folder().resolve("tracking"))) {
          for (Path file : walk.filter(Files::isRegularFile).toList()) {
            assertThat(file).content().doesNotContain("s3cr3t");
          }
        }
      }
    }
  }

  @Test
  void passwordsAndTokensGoWithEachRequestAndAreWrittenNowhere(RealServer.Running mlflow)
      throws Exception {
    String basic = "me:b4s1c-s3cr3t";
    Map<Map<String, String>, String> ways =
        Map.of(
            Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "b4s1c-s3cr3t"),
            "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)),
            Map.of("MLFLOW_TRACKING_TOKEN", "b34r3r-t0k3n"),
            "Bearer b34r3r-t0k3n");
    for (Map.Entry<Map<String, String>, String> way : ways.entrySet()) {
      String name = "signed in " + way.getValue().substring(0, 5).strip();
      TestRun run = new TestRun(temp.resolve(name), name, TestRun.now());
      try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
        MlflowSession session =
            RealServer.session(proxy.uri(), way.getKey(), log, Optional.of("signed model"));
        run.begin(session).train(3).results().finish();
        assertThat(session.close(PATIENCE).pending()).as("%s", log).isZero();
        assertThat(proxy.authorizations()).containsExactly(way.getValue());
      }
      JsonNode there = mlflow.runs(name).get(0);
      List<String> secrets =
          List.of("b4s1c-s3cr3t", "b34r3r-t0k3n", way.getValue().replaceFirst("^\\w+ ", ""));
      for (String secret : secrets) {
        assertThat(there.toString() + log).doesNotContain(secret);
        try (var walk = Files.walk(run.folder())) {
          for (Path file : walk.filter(Files::isRegularFile).toList()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .as(file.toString())
                .doesNotContain(secret);
          }
        }
      }
    }
  }

  /** With the time limits of the program: the server answers after the client has given up. */
  @Test
  @Tag("slow")
  void stallsOfThirtySecondsLoseNothingAndNothingIsThereTwice(RealServer.Running mlflow)
      throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), Duration.ofSeconds(32))) {
      Set<String> stalled = ConcurrentHashMap.newKeySet();
      proxy.faults(
          what ->
              (what.endsWith("runs/create") || what.endsWith("log-batch")) && stalled.add(what)
                  ? Fault.STALL
                  : Fault.NONE);
      ServerAddress address = ServerAddress.of(proxy.uri().toString(), Map.of());
      MlflowSession session =
          new MlflowSession(
              new MlflowSession.Settings(
                  () -> address,
                  Optional.empty(),
                  Optional.empty(),
                  false,
                  MlflowHttp.Limits.DEFAULT,
                  Duration.ofSeconds(1),
                  Duration.ZERO),
              new TrackerContext(Map.of(), "0.1.0", log::add));
      TestRun run = new TestRun(temp.resolve("run"), "thirty", TestRun.now()).begin(session);
      for (int step = 1; step <= 40; step++) {
        run.train(step, step);
        Thread.sleep(1000);
      }
      run.results().finish();
      session.close(Duration.ofMinutes(2));
      // What was stalled last reaches the server now.
      Thread.sleep(3000);
      try (MlflowSession later = session(mlflow.uri())) {
        assertThat(later.sync(run.folder()).pending()).isZero();
        assertThat(later.sync(run.folder()).sent()).isZero();
      }
      assertThat(stalled).hasSize(2);
      List<JsonNode> runs = mlflow.runs("thirty");
      assertThat(runs).hasSize(1);
      assertHistoryIsEqual(run.folder(), mlflow, runs.get(0).path("info").path("run_id").asText());
    }
  }

  @Test
  void anOldServerGetsAllItKnowsAndOneLineSaysWhatItDoesNot(RealServer.Running mlflow)
      throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      proxy.faults(
          what ->
              what.contains("logged-models")
                      || what.contains("runs/outputs")
                      || what.contains("log-inputs")
                  ? Fault.UNKNOWN
                  : Fault.NONE);
      MlflowSession session = session(proxy.uri());
      TestRun run = new TestRun(temp.resolve("run"), "old", TestRun.now());
      run.begin(session).train(3).results().finish();
      assertThat(session.close(PATIENCE).pending()).isZero();
      assertThat(log).filteredOn(l -> l.contains("no logged models")).hasSize(1);
      assertThat(log).filteredOn(l -> l.contains("too old for datasets")).hasSize(1);
      assertThat(mlflow.runs("old").get(0).path("info").path("status").asText())
          .isEqualTo("FINISHED");
    }
  }

  @Test
  void aServerThatTakesNoFilesIsNamedAndTheRestIsThere(RealServer.Running mlflow) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      proxy.rewrite(text -> text.replace("mlflow-artifacts:/", "s3://key:secret@bucket/"));
      MlflowSession session = session(proxy.uri());
      TestRun run = new TestRun(temp.resolve("run"), "files", TestRun.now());
      run.begin(session).train(3).results().finish();
      Delivery delivery = session.close(PATIENCE);
      assertThat(delivery.pending()).isEqualTo(1);
      assertThat(delivery.problems().toString() + log)
          .contains("--artifacts-destination")
          .doesNotContain("secret");
      String id = mlflow.runs("files").get(0).path("info").path("run_id").asText();
      assertHistoryIsEqual(run.folder(), mlflow, id);
    }
  }

  @Test
  void whatAnswersButIsNoTrackingServerIsSaidToBeNone(RealServer.Running mlflow) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      proxy.rewrite(text -> "<html>hello</html>");
      MlflowSession session = session(proxy.uri());
      new TestRun(temp.resolve("run"), "html", TestRun.now()).begin(session).finish();
      assertThat(session.close(PATIENCE).problems())
          .singleElement()
          .asString()
          .contains("is no MLflow server");
    }
  }

  @Test
  void strangeNamesAndLongValuesArriveWithTheirOriginalsInTags(RealServer.Running mlflow) {
    MlflowSession session = session(mlflow.uri());
    TestRun run = new TestRun(temp.resolve("run"), "names μ@ \"q\" 'r'", TestRun.now());
    run.parameters().put("p".repeat(300), "v");
    run.parameters().put("model.π@", "x".repeat(10_000));
    run.tags().put("tag=μ", "t".repeat(9_000));
    run.begin(session);
    run.point(1, "test/μ@0.5", 0.25);
    run.point(1, "m".repeat(300), 0.5);
    run.point(1, "nan", Double.NaN);
    run.point(1, "inf", Double.POSITIVE_INFINITY);
    run.finish();
    Delivery delivery = session.close(PATIENCE);
    assertThat(delivery.pending()).as("%s %s", delivery, log).isZero();
    assertThat(delivery.problems()).isEmpty();

    JsonNode there = mlflow.runs("names μ@ \"q\" 'r'").get(0);
    String id = there.path("info").path("run_id").asText();
    Map<String, String> params = pairs(there.path("data").path("params"));
    Map<String, String> tags = pairs(there.path("data").path("tags"));
    assertThat(params.get("model.pi_at_")).hasSize(6000).endsWith("…");
    assertThat(tags).containsEntry("fivesigma.name.param.model.pi_at_", "model.π@");
    assertThat(tags).containsEntry("fivesigma.name.metric.mu_at_0.5", "μ@0.5");
    assertThat(tags.get("tag-mu")).hasSize(8000);
    assertThat(mlflow.history(id, "test/mu_at_0.5")).containsExactly("1=0.25");
    assertThat(mlflow.history(id, "nan")).containsExactly("1=NaN");
    assertThat(mlflow.history(id, "inf")).containsExactly("1=1.7976931348623157E308");
    try (MlflowSession later = session(mlflow.uri())) {
      assertThat(later.sync(run.folder()).sent()).isZero();
    }
  }

  @Test
  void aRunDeletedOnTheServerStaysDeletedAndAnExperimentDeletedMeanwhileIsNamed(
      RealServer.Running mlflow) throws Exception {
    TestRun run = new TestRun(temp.resolve("run"), "deleted", TestRun.now());
    run.train(3).finish();
    try (MlflowSession session = session(mlflow.uri())) {
      session.sync(run.folder());
    }
    ObjectMapper json = new ObjectMapper();
    JsonNode info = mlflow.runs("deleted").get(0).path("info");
    mlflow.post("runs/delete", json.createObjectNode().put("run_id", info.path("run_id").asText()));
    run.write("log.txt", "changed");
    try (MlflowSession session = session(mlflow.uri())) {
      Delivery again = session.sync(run.folder());
      assertThat(again.sent()).isZero();
      assertThat(again.pending()).isZero();
    }
    assertThat(log).anyMatch(l -> l.contains("was deleted on the server"));

    MlflowSession live = session(mlflow.uri());
    TestRun second = new TestRun(temp.resolve("second"), "deleted", TestRun.now()).begin(live);
    second.train(3);
    Thread.sleep(800);
    mlflow.post(
        "experiments/delete",
        json.createObjectNode().put("experiment_id", info.path("experiment_id").asText()));
    second.train(4, 6).results().finish();
    Delivery delivery = live.close(PATIENCE);
    assertThat(delivery.pending()).as("%s %s", delivery, log).isEqualTo(1);
    assertThat(delivery.problems().toString()).contains("experiment 'deleted' was deleted");
  }

  @Test
  void aRunWithoutRoomForASpoolIsDeliveredFromItsFolder(RealServer.Running mlflow)
      throws Exception {
    MlflowSession session = session(mlflow.uri());
    TestRun run = new TestRun(temp.resolve("run"), "nospool", TestRun.now());
    // A file where the folder would be, as good as a full disk.
    run.write("tracking", "");
    run.begin(session).train(10).results().finish();
    assertThat(session.close(PATIENCE).pending()).isZero();
    assertThat(log).anyMatch(l -> l.contains("cannot write to"));
    String id = mlflow.runs("nospool").get(0).path("info").path("run_id").asText();
    assertHistoryIsEqual(run.folder(), mlflow, id);
  }

  /** Of all files of the program the spool is the first that may not grow any more. */
  @Test
  void aRunWhoseSpoolFillsTheDiskIsDeliveredFromItsFolder(RealServer.Running mlflow)
      throws Exception {
    Path folder = temp.resolve("run");
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 64; exec \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                FullDiskRun.class.getName(),
                mlflow.uri().toString(),
                folder.toString(),
                "full disk",
                TestRun.now().toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("out.txt").toFile())
            .start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(temp.resolve("out.txt")).content().contains("cannot write to", "pending=0");
    assertThat(Files.size(folder.resolve("tracking/spool.jsonl"))).isEqualTo(64 * 1024);
    String id = mlflow.runs("full disk").get(0).path("info").path("run_id").asText();
    assertHistoryIsEqual(folder, mlflow, id);
    try (MlflowSession session = session(mlflow.uri())) {
      assertThat(session.sync(folder).sent()).isZero();
    }
  }

  @Test
  void aServerThatComesBackOnAnotherPortIsFoundThere(RealServer.Running mlflow) throws Exception {
    AtomicReference<ServerAddress> where = new AtomicReference<>();
    TestRun run = new TestRun(temp.resolve("run"), "moved", TestRun.now());
    MlflowSession session;
    try (FaultyProxy first = new FaultyProxy(mlflow.uri(), STALL)) {
      where.set(ServerAddress.of(first.uri().toString(), Map.of()));
      session = RealServer.session(where::get, log, false);
      run.begin(session).train(20);
      for (int i = 0; i < 200 && mlflow.history("moved").isEmpty(); i++) {
        Thread.sleep(50);
      }
    }
    run.train(21, 40);
    try (FaultyProxy second = new FaultyProxy(mlflow.uri(), STALL)) {
      where.set(ServerAddress.of(second.uri().toString(), Map.of()));
      run.train(41, 60).results().finish();
      assertThat(session.close(PATIENCE).pending()).isZero();
      assertThat(second.requests()).isPositive();
    }
    List<JsonNode> runs = mlflow.runs("moved");
    assertThat(runs).hasSize(1);
    assertHistoryIsEqual(run.folder(), mlflow, runs.get(0).path("info").path("run_id").asText());
  }

  @Test
  void aHostThatIsNoneIsSaidToBeUnknownAndTheRunGoesOn() {
    MlflowSession session = session(URI.create("http://no-such-host.invalid:5000"));
    TestRun run = new TestRun(temp.resolve("run"), "nohost", TestRun.now());
    run.begin(session).train(3).results().finish();
    Delivery delivery = session.close(Duration.ofMillis(500));
    assertThat(delivery.pending()).isEqualTo(1);
    assertThat(log).anyMatch(l -> l.contains("no tracking server answers at http://no-such-host"));
  }

  @Test
  void aSessionThatMustNotFailSaysSoByThrowing(RealServer.Running mlflow) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      ServerAddress address = ServerAddress.of(proxy.uri().toString(), Map.of());
      MlflowSession session = RealServer.session(() -> address, log, true);
      TestRun run = new TestRun(temp.resolve("run"), "failing", TestRun.now()).begin(session);
      proxy.faults(what -> Fault.ERROR_BEFORE);
      assertThatThrownBy(
              () -> {
                for (int step = 1; step < 400; step++) {
                  run.point(step, "train/loss", 1.0 / step);
                  Thread.sleep(50);
                }
              })
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("tracking failed");
      assertThatThrownBy(() -> session.close(Duration.ofSeconds(1)))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void aRunThatIsKilledIsSentByTheNextSyncExactlyAsItsFolderIs(RealServer.Running mlflow)
      throws Exception {
    Path folder = temp.resolve("run");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                mlflow.uri().toString(),
                folder.toString(),
                "killed run",
                TestRun.now().toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("out.txt").toFile())
            .start();
    Path history = folder.resolve("history.csv");
    for (int i = 0; i < 300 && (!Files.exists(history) || Files.size(history) < 8000); i++) {
      Thread.sleep(100);
    }
    try (MlflowSession session = session(mlflow.uri())) {
      assertThat(session.sync(folder).sent()).as("a run that goes on is left alone").isZero();
    }
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    try (MlflowSession session = session(mlflow.uri())) {
      assertThat(session.sync(folder).pending()).isZero();
      assertThat(session.sync(folder).sent()).isZero();
    }
    List<JsonNode> runs = mlflow.runs("killed run");
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).path("info").path("status").asText()).isEqualTo("KILLED");
    assertHistoryIsEqual(folder, mlflow, runs.get(0).path("info").path("run_id").asText());
  }

  /** Its last events are on their way when it says that it is over. */
  @Test
  void aRunThatEndsWhileItIsBeingSentIsSentToItsEnd(RealServer.Running mlflow) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      CountDownLatch sending = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      proxy.faults(
          what -> {
            if (what.endsWith("log-batch")) {
              sending.countDown();
              await(over);
            }
            return Fault.NONE;
          });
      MlflowSession session = session(proxy.uri());
      TestRun run = new TestRun(temp.resolve("run"), "overtaken", TestRun.now()).begin(session);
      run.train(20);
      await(sending);
      run.results().finish();
      over.countDown();
      Delivery delivery = session.close(PATIENCE);
      assertThat(delivery.pending()).as("%s %s", delivery, log).isZero();
      assertThat(mlflow.runs("overtaken").get(0).path("info").path("status").asText())
          .isEqualTo("FINISHED");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As one that was just started again, on a machine that has other things to do. */
  @Test
  void aServerThatIsInTroubleWhenTheRunEndsIsWaitedFor(RealServer.Running mlflow) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), STALL)) {
      MlflowSession session = session(proxy.uri());
      TestRun run = new TestRun(temp.resolve("run"), "trouble", TestRun.now()).begin(session);
      run.train(20);
      AtomicInteger errors = new AtomicInteger(40);
      proxy.faults(what -> errors.getAndDecrement() > 0 ? Fault.ERROR_BEFORE : Fault.NONE);
      run.results().finish();
      Delivery delivery = session.close(PATIENCE);
      assertThat(delivery.pending()).as("%s %s", delivery, log).isZero();
      String id = mlflow.runs("trouble").get(0).path("info").path("run_id").asText();
      assertHistoryIsEqual(run.folder(), mlflow, id);
    }
  }

  @Test
  void aServerThatIsKilledInMidRunAndStartedAgainHasEverythingOnce(RealServer.Running mlflow)
      throws Exception {
    MlflowSession session = session(mlflow.uri());
    TestRun run = new TestRun(temp.resolve("run"), "killed server", TestRun.now()).begin(session);
    run.train(50);
    Thread.sleep(500);
    long pid =
        new ObjectMapper()
            .readTree(mlflow.runs().resolve(".mlflow/server.json").toFile())
            .path("pid")
            .asLong();
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all =
        java.util.stream.Stream.concat(java.util.stream.Stream.of(server), server.descendants())
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      each.onExit().get(10, TimeUnit.SECONDS);
    }
    run.train(51, 60);
    assertThat(mlflow.server().address()).isEmpty();
    mlflow.server().start(OptionalInt.empty(), log::add);
    assertThat(mlflow.server().address()).contains(mlflow.uri());
    run.results().finish();
    Delivery delivery = session.close(PATIENCE);
    assertThat(delivery.pending()).as("%s %s", delivery, log).isZero();
    List<JsonNode> runs = mlflow.runs("killed server");
    assertThat(runs).hasSize(1);
    String id = runs.get(0).path("info").path("run_id").asText();
    assertHistoryIsEqual(run.folder(), mlflow, id);
    assertThat(mlflow.history(id, "train/loss")).hasSize(60);
  }
}
