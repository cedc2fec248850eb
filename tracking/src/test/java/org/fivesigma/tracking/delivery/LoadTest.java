package org.fivesigma.tracking.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    int points = 0;
    for (JsonNode run : runs) {
      String name = run.path("info").path("run_name").asText();
      if (name.startsWith("trial")) {
        String id = run.path("info").path("run_id").asText();
        TrackedRunTest.assertHistoryIsEqual(
            study.folder().resolve("runs").resolve(name), mlflow, id);
        for (String key : List.of("train/loss", "valid/loss", "train/learning_rate")) {
          points += mlflow.history(id, key).size();
        }
        // The final value is one more.
        points += mlflow.history(id, "valid/auc").size() - 1;
        assertThat(run.path("info").path("status").asText()).isEqualTo("FINISHED");
      }
    }
    assertThat(points).isEqualTo(100_000);
  }
}
