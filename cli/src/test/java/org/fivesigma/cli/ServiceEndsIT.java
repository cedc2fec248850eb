package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real service told to end, killed in the middle of requests, and with its bundle replaced. */
class ServiceEndsIT {
  private static final int ROWS = 200_000;

  @TempDir private Path folder;
  private String row;

  @BeforeEach
  void bundle() throws IOException {
    copy("xgboost");
    row = "40,1,2,40,1,2,40,1,2,80\n";
  }

  /** Puts a saved bundle where the service takes it from. */
  private void copy(String kind) throws IOException {
    Path to = folder.resolve("bundle");
    if (Files.exists(to)) {
      try (Stream<Path> files = Files.walk(to)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Path from =
        ProjectFolder.root()
            .resolve("cli/src/test/resources/bundles/format-1")
            .resolve(kind)
            .resolve("model");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void untilInFlight(ServiceProcess service) throws Exception {
    // the request for the metrics is one of them
    while (!service.get("/metrics").contains("fivesigma_in_flight 2\n")) {
      Thread.sleep(1);
    }
  }

  private CompletableFuture<HttpResponse<String>> large(ServiceProcess service) {
    return service
        .client()
        .sendAsync(
            service.request("text/csv", "text/plain", row.repeat(ROWS)), BodyHandlers.ofString());
  }

  @Test
  void aRequestThatIsThereIsAnsweredWholeBeforeItEnds() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(folder, "bundle", "--port", "0")) {
      CompletableFuture<HttpResponse<String>> answer = large(service);
      untilInFlight(service);
      service.process().destroy(); // SIGTERM
      assertThat(answer.join().statusCode()).isEqualTo(200);
      assertThat(answer.join().body().lines()).hasSize(ROWS);
      assertThat(service.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(service.process().exitValue()).isEqualTo(143);
      assertThatThrownBy(() -> service.predict("text/csv", "text/plain", row))
          .isInstanceOf(ConnectException.class);
      assertThat(service.said()).doesNotContain("Exception", "\tat ", "error");
    }
  }

  @Test
  void killedInARequestItLeavesNothingThatHindersTheNext() throws Exception {
    int port;
    String before;
    try (ServiceProcess service = ServiceProcess.start(folder, "bundle", "--port", "0")) {
      port = service.address().getPort();
      before = service.predict("text/csv", "text/csv", row).body();
      CompletableFuture<HttpResponse<String>> answer = large(service);
      untilInFlight(service);
      service.process().destroyForcibly(); // SIGKILL
      // never half an answer taken for a whole one
      assertThatThrownBy(answer::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IOException.class);
      assertThat(service.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    try (ServiceProcess next =
        ServiceProcess.start(folder, "bundle", "--port", Integer.toString(port))) {
      assertThat(next.predict("text/csv", "text/csv", row).body()).isEqualTo(before);
    }
  }

  @Test
  void aBundleThatIsReplacedIsServedAfterARestart() throws Exception {
    String old;
    try (ServiceProcess service = ServiceProcess.start(folder, "bundle", "--port", "0")) {
      old = service.predict("text/csv", "text/csv", row).body();
      String schema = service.get("/v1/schema");
      copy("logistic");
      assertThat(service.predict("text/csv", "text/csv", row).body()).isEqualTo(old);
      Files.writeString(folder.resolve("bundle/manifest.json"), "{"); // half written
      for (String path : List.of("/health", "/ready")) {
        assertThat(service.get(path)).contains("\"status\"");
      }
      assertThat(service.predict("text/csv", "text/csv", row).body()).isEqualTo(old);
      assertThat(service.get("/v1/schema")).isEqualTo(schema);
      copy("logistic");
    }
    try (ServiceProcess next = ServiceProcess.start(folder, "bundle", "--port", "0")) {
      HttpResponse<String> answer = next.predict("text/csv", "text/csv", row);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).isNotEqualTo(old);
    }
  }
}
