package org.fivesigma.tracking.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.python.ManagedPython;

/**
 * The tracking server of one folder {@code runs}: database, files, log and the memory of its
 * process are under {@code runs/.mlflow}. It listens on this machine only and outlives the program
 * that starts it.
 */
public final class LocalServer {
  private static final int USUAL_PORT = 5000;
  private static final Duration START = Duration.ofMinutes(3);
  private static final int ATTEMPTS = 3;
  private static final int LOG_LINES = 15;

  /** Leaves the terminal's session, so that Ctrl-C there does not end the server, and goes on. */
  private static final String DETACH =
      "import os, sys; os.setsid(); os.execv(sys.executable, [sys.executable] + sys.argv[1:])";

  private final Path home;
  private final Path memory;

  /** The server of a folder {@code runs}; nothing is started. */
  public LocalServer(Path runs) {
    this.home = runs.resolve(".mlflow");
    this.memory = home.resolve("server.json");
  }

  /** Where it listens; empty when it is not running. */
  public Optional<URI> address() {
    return ServerProcess.find(memory).map(ServerProcess::uri);
  }

  /**
   * A running server.
   *
   * @param found whether it was running already
   */
  public record Running(URI uri, boolean found) {}

  /**
   * Starts the server, or finds it running, and waits until it answers.
   *
   * @param port empty: the last one, else the usual one, else any that is free
   * @throws UserError for a port that is taken, or one other than that of the running server
   * @throws UncheckedIOException when it cannot be started; the message names its log
   */
  public Running start(OptionalInt port, Consumer<String> log) {
    Path python = ManagedPython.ensure("mlflow", requirements(), line -> log.accept(brief(line)));
    try {
      Files.createDirectories(home);
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Objects.requireNonNull(lock);
        Optional<ServerProcess> running = ServerProcess.find(memory);
        if (running.isPresent()) {
          return found(running.get(), port);
        }
        return new Running(launch(python, port, log), false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static Running found(ServerProcess server, OptionalInt port) throws IOException {
    if (port.isPresent() && port.getAsInt() != server.port()) {
      throw UserError.of(
              "server-running",
              "the tracking server of this folder is running already, on port " + server.port())
          .at("--port")
          .hint("stop it first: './fivesigma ui --stop'");
    }
    long deadline = System.nanoTime() + START.toNanos();
    while (!healthy(server.uri())) {
      if (System.nanoTime() > deadline || !ProcessHandle.of(server.pid()).isPresent()) {
        throw new IOException(
            "the tracking server at "
                + server.uri()
                + " runs but does not answer; stop it by"
                + " './fivesigma ui --stop'");
      }
      sleep();
    }
    return new Running(server.uri(), true);
  }

  private URI launch(Path python, OptionalInt port, Consumer<String> log) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int chosen = port.isPresent() ? checked(port.getAsInt()) : choose();
      log.accept("starting the tracking server on port " + chosen + " (this takes a while)");
      Process process = command(python, chosen).start();
      ServerProcess server = ServerProcess.of(process, chosen);
      server.write(memory);
      if (await(process, server)) {
        return server.uri();
      }
      server.stop();
      boolean taken = lastLines().contains("address already in use");
      if (!taken || attempt == ATTEMPTS || port.isPresent()) {
        throw new IOException(
            "the tracking server did not start; the end of "
                + home.resolve("server.log")
                + ":\n"
                + lastLines());
      }
    }
  }

  private boolean await(Process process, ServerProcess server) {
    long deadline = System.nanoTime() + START.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (healthy(server.uri())) {
        return true;
      }
      sleep();
    }
    return false;
  }

  private ProcessBuilder command(Path python, int port) {
    ProcessBuilder builder =
        new ProcessBuilder(
                python.toString(),
                "-c",
                DETACH,
                "-m",
                "mlflow",
                "server",
                "--backend-store-uri",
                "sqlite:///mlflow.db",
                "--artifacts-destination",
                "./artifacts",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--workers",
                "1")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("server.log").toFile()));
    var environment = builder.environment();
    // What points a client elsewhere, credentials among it, is not the server's business.
    environment
        .keySet()
        .removeIf(k -> k.startsWith("MLFLOW_") || k.equals("PYTHONPATH") || k.equals("PYTHONHOME"));
    environment.put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
    environment.put("MLFLOW_DISABLE_TELEMETRY", "true");
    environment.put("DO_NOT_TRACK", "true");
    return builder;
  }

  /** Stops the server; false when it is not running. */
  public boolean stop() {
    Optional<ServerProcess> server = ServerProcess.find(memory);
    server.ifPresent(ServerProcess::stop);
    return server.isPresent();
  }

  private static boolean healthy(URI uri) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri + "/health")).timeout(Duration.ofSeconds(5)).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().strip().equals("OK");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int choose() throws IOException {
    for (int port : new int[] {ServerProcess.lastPort(memory), USUAL_PORT}) {
      if (port > 0 && free(port)) {
        return port;
      }
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int checked(int port) {
    if (!free(port)) {
      throw UserError.of("port-taken", "port " + port + " is taken by another program")
          .at("--port")
          .hint("leave --port out, and a free one is chosen");
    }
    return port;
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(home.resolve("server.log"), StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  private static void sleep() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          new IOException("interrupted while waiting for the server", e));
    }
  }

  private static String brief(String line) {
    return line.length() > 160 ? line.substring(0, 150) + " …" : line;
  }

  /** The pinned packages of the server's environment. */
  public static List<String> requirements() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(LocalServer.class.getResourceAsStream("requirements.txt")),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
