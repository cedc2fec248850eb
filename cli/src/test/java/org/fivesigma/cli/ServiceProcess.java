package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code fivesigma serve} as a process of its own, started by the launcher. */
final class ServiceProcess implements AutoCloseable {
  private static final int PAGE = 4096;

  private final Process process;
  private final Path out;
  private final Path err;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  private ServiceProcess(Process process, Path out, Path err) throws Exception {
    this.process = process;
    this.out = out;
    this.err = err;
    this.address = URI.create(firstLine());
  }

  /** Starts a service from a folder and waits until it answers. */
  static ServiceProcess start(Path folder, String... arguments) throws Exception {
    Path out = Files.createTempFile(folder, "serve", ".out");
    Path err = Files.createTempFile(folder, "serve", ".err");
    List<String> command =
        Stream.concat(
                Stream.of(ProjectFolder.root().resolve("fivesigma").toString(), "serve"),
                Stream.of(arguments))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("FIVESIGMA_NO_BUILD", "1"); // the build that runs this test did it
    return new ServiceProcess(builder.start(), out, err);
  }

  private String firstLine() throws Exception {
    Instant limit = Instant.now().plus(Duration.ofMinutes(2));
    while (!Files.readString(out).endsWith("\n")) {
      assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
      assertThat(Instant.now()).as("it starts").isBefore(limit);
      Thread.sleep(20);
    }
    return Files.readAllLines(out).get(0);
  }

  URI address() {
    return address;
  }

  Process process() {
    return process;
  }

  /** What it said on stderr. */
  String said() throws IOException {
    return Files.readString(err);
  }

  /** Sends events. */
  HttpResponse<String> predict(String type, String accept, String body) throws Exception {
    return client.send(request(type, accept, body), BodyHandlers.ofString());
  }

  /** A request for scores. */
  HttpRequest request(String type, String accept, String body) {
    return HttpRequest.newBuilder(address.resolve("/v1/predict"))
        .timeout(Duration.ofMinutes(1))
        .header("Content-Type", type)
        .header("Accept", accept)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  HttpClient client() {
    return client;
  }

  /** Asks an address. */
  String get(String path) throws Exception {
    return client
        .send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  /** Memory of the process in bytes, native memory included. */
  long resident() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/" + process.pid() + "/statm")).split(" ", -1);
    return Long.parseLong(fields[1]) * PAGE;
  }

  /** Tells it to end and waits for that. */
  int end() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
