package org.fivesigma.tracking.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A server's process as {@code server.json} remembers it. A process counts as the server only when
 * it began at the very time written down, since the system gives numbers out again.
 */
record ServerProcess(long pid, Instant began, int port) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration STOP = Duration.ofSeconds(10);

  /** The one that a file tells of, if it is alive. */
  static Optional<ServerProcess> find(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(file.toFile());
      ServerProcess process =
          new ServerProcess(
              node.path("pid").asLong(),
              Instant.ofEpochMilli(node.path("began").asLong()),
              node.path("port").asInt());
      return process.handle().isPresent() ? Optional.of(process) : Optional.empty();
    } catch (IOException e) {
      // Cut off by a crash: as good as none.
      return Optional.empty();
    }
  }

  /** The port that a file tells of, whether or not the server is alive; 0 for none. */
  static int lastPort(Path file) {
    try {
      return Files.exists(file) ? JSON.readTree(file.toFile()).path("port").asInt() : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  static ServerProcess of(Process process, int port) {
    Instant began = process.info().startInstant().orElse(Instant.EPOCH);
    return new ServerProcess(process.pid(), began, port);
  }

  void write(Path file) throws IOException {
    Files.writeString(
        file,
        JSON.createObjectNode()
                .put("pid", pid)
                .put("began", began.toEpochMilli())
                .put("port", port)
                .toPrettyString()
            + "\n");
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            h ->
                h.info().startInstant().orElse(Instant.EPOCH).toEpochMilli()
                    == began.toEpochMilli());
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Ends the process and those it started: politely, and after a while by force. */
  void stop() {
    Optional<ProcessHandle> handle = handle();
    if (handle.isEmpty()) {
      return;
    }
    List<ProcessHandle> all =
        Stream.concat(Stream.of(handle.get()), handle.get().descendants()).toList();
    all.forEach(ProcessHandle::destroy);
    CompletableFuture<?>[] exits =
        all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(exits).get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      all.forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
