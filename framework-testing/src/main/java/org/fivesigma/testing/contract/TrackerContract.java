package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.MetricPoint;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.spi.track.Tracker;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Tracker} does, with its other side out of reach: it takes all that a run tells
 * without making it wait or fail, lets go in time, says what is left, and writes down no secret.
 * The {@link #options} of a test name an address where nobody answers.
 */
public abstract class TrackerContract extends KindContract<Tracker> {
  private static final String SECRET = "contract-s3cr3t";
  private static final int POINTS = 2000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The contract of kind {@code tracker}. */
  protected TrackerContract() {
    super(Kinds.TRACKER);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Tracker> extension) {
    return Stream.of(
        holds("a run and its child are told without waiting", () -> told(extension)),
        holds("a run can be begun again in its folder", () -> resumed(extension)),
        holds("a session closes twice, and late words do no harm", () -> late(extension)));
  }

  private void told(Extension<Tracker> extension) throws IOException {
    inFolder(
        (folder, log) -> {
          TrackerSession session = open(extension, log);
          Path childFolder = folder.resolve("runs/trial-000");
          TrackedRun run = session.begin(start(folder, Optional.empty()));
          TrackedRun child = session.begin(start(childFolder, Optional.of(folder)));
          Instant before = Instant.now();
          for (int i = 0; i < POINTS; i++) {
            run.metric(new MetricPoint("valid/auc", i % 10 == 0 ? Double.NaN : i, i, i, before));
          }
          child.metric(new MetricPoint("μ@" + "x".repeat(300), 1, 1, 1, before));
          run.parameters(Map.of("model.eta", "0.1", "long", "y".repeat(10_000)));
          run.tag("key", "first");
          run.tag("key", "second");
          run.log("a line");
          assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
          end(childFolder, child, RunEnd.Status.PRUNED, "not the best");
          end(folder, run, RunEnd.Status.FINISHED, "");
          before = Instant.now();
          Delivery delivery = session.close(PATIENCE);
          assertThat(Duration.between(before, Instant.now())).isLessThan(PATIENCE.plusSeconds(5));
          assertThat(delivery.pending()).isBetween(0, 2);
          assertThat(delivery.problems().isEmpty()).isEqualTo(delivery.pending() == 0);
          assertThat(String.join("\n", log)).doesNotContain(SECRET);
          noSecretIn(folder);
        });
  }

  private void resumed(Extension<Tracker> extension) throws IOException {
    inFolder(
        (folder, log) -> {
          for (int attempt = 0; attempt < 2; attempt++) {
            TrackerSession session = open(extension, log);
            TrackedRun run = session.begin(start(folder, Optional.empty()));
            run.metric(new MetricPoint("valid/auc", 0.5, 1, 1, Instant.now()));
            session.close();
          }
        });
  }

  private void late(Extension<Tracker> extension) throws IOException {
    inFolder(
        (folder, log) -> {
          TrackerSession session = open(extension, log);
          TrackedRun run = session.begin(start(folder, Optional.empty()));
          Delivery first = session.close(Duration.ZERO);
          run.metric(new MetricPoint("valid/auc", 0.5, 1, 1, Instant.now()));
          run.tag("key", "value");
          end(folder, run, RunEnd.Status.FAILED, "late");
          assertThat(session.close(PATIENCE)).isEqualTo(first);
        });
  }

  private TrackerSession open(Extension<Tracker> extension, List<String> log) {
    return create(extension)
        .open(
            new TrackerContext(
                Map.of(
                    "MLFLOW_TRACKING_USERNAME", "me",
                    "MLFLOW_TRACKING_PASSWORD", SECRET,
                    "WANDB_API_KEY", SECRET),
                "0",
                log::add));
  }

  private static RunStart start(Path folder, Optional<Path> parent) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("resolved.yaml"), "name: contract\n");
    status(folder, "running");
    return new RunStart(
        folder,
        "contract",
        folder.getFileName().toString(),
        parent,
        Instant.parse("2026-01-01T00:00:00Z"),
        "",
        Map.of("model.eta", "0.1"),
        Map.of("analysis", "contract"));
  }

  private static void end(Path folder, TrackedRun run, RunEnd.Status status, String reason)
      throws IOException {
    status(folder, status.name().toLowerCase(java.util.Locale.ROOT));
    run.end(new RunEnd(status, reason, Instant.now()));
  }

  private static void status(Path folder, String status) throws IOException {
    Files.writeString(
        folder.resolve("status.json"),
        "{\"status\": \"" + status + "\", \"started\": \"2026-01-01T00:00:00Z\"}");
  }

  private static void noSecretIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(SECRET);
      }
    }
  }

  private interface Told {
    void in(Path folder, List<String> log) throws IOException;
  }

  private static void inFolder(Told told) throws IOException {
    Path folder = Files.createTempDirectory("tracker-contract");
    try {
      told.in(folder, new CopyOnWriteArrayList<>());
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
