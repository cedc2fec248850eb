package org.fivesigma.tracking.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.tracking.FaultyProxy;
import org.fivesigma.tracking.FaultyProxy.Fault;
import org.fivesigma.tracking.RealServer;
import org.fivesigma.tracking.TestRun;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ServerAddress;
import org.fivesigma.tracking.delivery.MlflowSession;
import org.fivesigma.tracking.spool.Spool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The process that sends, with the real server. */
@ExtendWith(RealServer.class)
class SenderProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SECRET = "s3nd3r-s3cr3t";

  @TempDir Path temp;

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicReference<SenderProcess> sender = new AtomicReference<>();

  private MlflowSession session(URI uri, boolean failing) {
    TrackerContext context =
        new TrackerContext(
            Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", SECRET),
            "0.1.0",
            temp,
            log::add);
    ServerAddress address = ServerAddress.of(uri.toString(), context.environment());
    return new MlflowSession(
        new MlflowSession.Settings(
            () -> address,
            Optional.empty(),
            Optional.empty(),
            failing,
            MlflowHttp.Limits.DEFAULT,
            Duration.ofSeconds(1),
            Duration.ZERO),
        context,
        own -> {
          try {
            sender.set(
                new SenderProcess(
                    Optional.of(uri.toString()),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    context,
                    own));
            return sender.get();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void waitUntil(BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 600 && !holds.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertThat(holds.getAsBoolean()).isTrue();
  }

  private static JsonNode only(RealServer.Running mlflow, String experiment) {
    List<JsonNode> runs = mlflow.runs(experiment);
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private static void assertEqual(RealServer.Running mlflow, String experiment, Path folder)
      throws IOException {
    List<String> expected =
        Files.readAllLines(folder.resolve("history.csv")).stream()
            .filter(line -> line.contains(",train/loss,"))
            .map(line -> line.split(",", -1))
            .map(cells -> cells[0] + "=" + cells[3])
            .toList();
    String id = only(mlflow, experiment).path("info").path("run_id").asText();
    assertThat(mlflow.history(id, "train/loss")).isEqualTo(expected);
  }

  @Test
  void aRunIsShownWhileItGoesAndThereWholeAtItsEndAndNoCommandLineHasTheSecret(
      RealServer.Running mlflow) throws Exception {
    MlflowSession session = session(mlflow.uri(), false);
    TestRun run = new TestRun(temp.resolve("run"), "sender", TestRun.now()).begin(session);
    TestRun child = run.child("trial-000").begin(session);
    run.train(20);
    waitUntil(() -> mlflow.history("sender", "run", "train/loss").size() == 20);
    String commandLine = ProcessHandle.of(sender.get().process().pid()).orElseThrow().info() + "";
    assertThat(commandLine).contains("SenderMain").doesNotContain(SECRET);
    assertThat(log).anyMatch(l -> l.contains("/#/experiments/"));
    // Two samples of the machine: the first ones come soon.
    waitUntil(() -> Files.exists(run.folder().resolve("tracking/machine.jsonl")));
    Thread.sleep(2500);
    child.train(10).end(RunEnd.Status.PRUNED, "below the median");
    run.train(21, 30).results().finish();
    Delivery delivery = session.close(PATIENCE);
    assertThat(delivery.pending()).as("%s %s", delivery, log).isZero();
    assertThat(delivery.runs()).isEqualTo(2);
    assertThat(sender.get().process().isAlive()).isFalse();

    List<JsonNode> runs = mlflow.runs("sender");
    assertThat(runs)
        .extracting(r -> r.path("info").path("status").asText())
        .containsExactly("FINISHED", "KILLED");
    String id = runs.get(0).path("info").path("run_id").asText();
    assertThat(mlflow.history(id, "train/loss")).hasSize(30);
    for (String metric :
        List.of(
            "cpu_utilization_percentage",
            "system_memory_usage_megabytes",
            "disk_usage_percentage",
            "network_receive_megabytes",
            "process_cpu_percentage",
            "process_memory_megabytes")) {
      assertThat(mlflow.history(id, "system/" + metric)).as(metric).hasSizeGreaterThan(1);
    }
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(SECRET);
      }
    }
    try (MlflowSession later = mlflow.session(log)) {
      assertThat(later.sync(run.folder()).sent()).isZero();
    }
  }

  @Test
  void aSenderThatIsKilledIsStartedAgainAndNothingIsMissingOrTwice(RealServer.Running mlflow)
      throws Exception {
    MlflowSession session = session(mlflow.uri(), false);
    TestRun run = new TestRun(temp.resolve("run"), "sender killed", TestRun.now()).begin(session);
    run.train(20);
    waitUntil(() -> !mlflow.history("sender killed", "run", "train/loss").isEmpty());
    ProcessHandle first = sender.get().process().toHandle();
    first.destroyForcibly();
    first.onExit().get(10, TimeUnit.SECONDS);
    run.train(21, 40).results().finish();
    assertThat(session.close(PATIENCE).pending()).as("%s", log).isZero();
    assertEqual(mlflow, "sender killed", run.folder());
  }

  @Test
  void aSenderThatCannotLiveLeavesEverythingToSync(RealServer.Running mlflow) throws Exception {
    MlflowSession session = session(mlflow.uri(), false);
    TestRun run = new TestRun(temp.resolve("run"), "no sender", TestRun.now()).begin(session);
    for (int i = 0; i < 3; i++) {
      long pid = sender.get().process().pid();
      sender.get().process().destroyForcibly();
      int attempt = i;
      waitUntil(() -> attempt == 2 || sender.get().process().pid() != pid);
    }
    run.train(20).results().finish();
    Delivery delivery = session.close(PATIENCE);
    assertThat(delivery.pending()).isEqualTo(1);
    assertThat(delivery.problems()).singleElement().asString().contains("process that sends");
    try (MlflowSession later = mlflow.session(log)) {
      assertThat(later.sync(run.folder()).pending()).isZero();
    }
    assertEqual(mlflow, "no sender", run.folder());
  }

  @Test
  void aRunThatIsKilledIsSentByTheSenderItLeavesBehind(RealServer.Running mlflow) throws Exception {
    Path folder = temp.resolve("run");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TrackedProgram.class.getName(),
                mlflow.uri().toString(),
                folder.toString(),
                "left behind",
                TestRun.now().toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("out.txt").toFile())
            .start();
    waitUntil(() -> !mlflow.history("left behind").isEmpty());
    program.destroyForcibly();
    assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
    waitUntil(
        () -> only(mlflow, "left behind").path("info").path("status").asText().equals("KILLED"));
    waitUntil(() -> free(folder));
    assertEqual(mlflow, "left behind", folder);
    try (MlflowSession later = mlflow.session(log)) {
      assertThat(later.sync(folder).sent()).isZero();
    }
  }

  private static boolean free(Path folder) {
    try {
      return !Spool.inUse(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSessionThatMustNotFailHearsOfItFromTheSender(RealServer.Running mlflow) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(mlflow.uri(), Duration.ofSeconds(1))) {
      proxy.faults(what -> Fault.FORBIDDEN);
      MlflowSession session = session(proxy.uri(), true);
      TestRun run = new TestRun(temp.resolve("run"), "sender fails", TestRun.now()).begin(session);
      assertThatThrownBy(
              () -> {
                for (int step = 1; step < 600; step++) {
                  run.point(step, "train/loss", 1.0 / step);
                  Thread.sleep(50);
                }
              })
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("403");
      assertThatThrownBy(() -> session.close(Duration.ofSeconds(1)))
          .isInstanceOf(UncheckedIOException.class);
    }
  }
}
