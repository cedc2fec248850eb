package org.fivesigma.tracking.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.tracking.RealServer;
import org.fivesigma.tracking.TestRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A study of two hundred trials, four at a time, with a hundred thousand points in all. */
@Tag("slow")
@ExtendWith(RealServer.class)
class LoadTest {
  private static final int TRIALS = 200;
  private static final int PARALLEL = 4;
  private static final int STEPS = 125;

  @TempDir Path temp;

  @Test
  void everyPointOfALargeStudyIsThereOnce(RealServer.Running mlflow) throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    MlflowSession session = mlflow.session(log);
    TestRun study = new TestRun(temp.resolve("study"), "load", TestRun.now()).begin(session);
    long start = System.nanoTime();
    ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
    List<Future<?>> trials = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      String name = String.format("trial-%03d", i);
      trials.add(
          workers.submit(
              () -> {
                TestRun trial = study.child(name);
                trial.parameters().clear();
                trial.parameters().put("model.eta", name.substring(6));
                trial.begin(session).train(STEPS);
                trial.write("metrics.json", "{\"valid/auc\": {\"value\": 0.5}}");
                trial.finish();
              }));
    }
    for (Future<?> trial : trials) {
      trial.get();
    }
    study.finish();
    workers.shutdown();
    double told = (System.nanoTime() - start) / 1e9;
    Delivery delivery = session.close(Duration.ofMinutes(30));
    double sent = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d points told in %.1f s, delivered after %.1f s%n", 4 * STEPS * TRIALS, told, sent);
    assertThat(delivery.pending()).as("%s %s", delivery, log).isZero();

    List<JsonNode> runs = mlflow.runs("load");
    assertThat(runs).hasSize(TRIALS + 1);
    Map<String, String> names = new TreeMap<>();
    for (JsonNode run : runs) {
      String name = run.path("info").path("run_name").asText();
      if (name.startsWith("trial")) {
        names.put(run.path("info").path("run_id").asText(), name);
        assertThat(run.path("info").path("status").asText()).as(name).isEqualTo("FINISHED");
      }
    }
    assertThat(names).hasSize(TRIALS);
    int points = 0;
    for (String key : List.of("train/loss", "valid/loss", "train/learning_rate", "valid/auc")) {
      Map<String, List<String>> there = mlflow.histories(List.copyOf(names.keySet()), key);
      for (Map.Entry<String, String> run : names.entrySet()) {
        Path trial = study.folder().resolve("runs").resolve(run.getValue());
        List<String> expected = series(trial, key);
        if (key.equals("valid/auc")) {
          // The final value is one more point, at the end of the series.
          expected.add(STEPS + "=0.5");
        }
        assertThat(there.get(run.getKey()))
            .as("%s of %s", key, run.getValue())
            .containsExactlyInAnyOrderElementsOf(expected);
        points += expected.size();
      }
    }
    assertThat(points).isEqualTo(100_000 + TRIALS);
  }

  /** A series of the history as {@code step=value}. */
  private static List<String> series(Path folder, String key) throws IOException {
    List<String> series = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("history.csv"))) {
      String[] parts = line.split(",", -1);
      if (parts[2].equals(key)) {
        series.add(parts[0] + "=" + parts[3]);
      }
    }
    return series;
  }
}
