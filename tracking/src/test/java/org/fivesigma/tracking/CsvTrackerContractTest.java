package org.fivesigma.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.track.MetricPoint;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;
import org.fivesigma.testing.contract.TrackerContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of trackers is kept by one that a plugin's author writes in an hour. */
class CsvTrackerContractTest extends TrackerContract {
  @TempDir Path folder;

  @Override
  protected List<? extends Plugin> plugins() {
    return List.of(new CsvTracker.CsvPlugin());
  }

  @Override
  protected Map<String, Object> options(String id) {
    return Map.of("file", folder.resolve("all.csv"));
  }

  @Test
  void whatItIsToldStandsInTheFile() throws IOException {
    Path file = folder.resolve("told.csv");
    TrackerSession session =
        new CsvTracker(new CsvTracker.Options(file))
            .open(new TrackerContext(Map.of(), "0", line -> {}));
    session
        .begin(
            new RunStart(
                folder, "e", "r", Optional.empty(), Instant.EPOCH, "", Map.of("a", "1"), Map.of()))
        .metric(new MetricPoint("valid/auc", 0.5, 3, 3, Instant.EPOCH));
    session.close(Duration.ZERO);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "\"e/r\",parameter,\"a\",,\"1\"", "\"e/r\",metric,\"valid/auc\",3,\"0.5\"");
  }
}
