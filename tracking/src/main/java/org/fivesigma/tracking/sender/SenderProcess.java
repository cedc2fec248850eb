package org.fivesigma.tracking.sender;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.tracking.delivery.Sender;
import org.fivesigma.tracking.spool.RunFacts;

/**
 * A sender that is a process of its own, of low priority: what it costs to talk to a server is not
 * taken from the training. It outlives the process that trains when that is killed. One that dies
 * is started again.
 */
public final class SenderProcess implements Sender {
  private static final int STARTS = 3;

  /** What the process may take beyond the patience that it was told of. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration END = Duration.ofSeconds(2);

  private final Orders.Start start;
  private final Map<String, String> environment;
  private final Listener listener;
  private final Map<Path, RunFacts> followed = new LinkedHashMap<>();
  private final List<Path> ended = new ArrayList<>();
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Delivery> result = new CompletableFuture<>();
  private Process process;
  private BufferedWriter orders;
  private int starts;
  private Optional<Duration> closing = Optional.empty();

  /**
   * Starts the process.
   *
   * @param uri the address in the experiment; may hold a password, so it is on no command line
   * @throws IOException where no process can be started
   */
  public SenderProcess(
      Optional<String> uri,
      Duration pause,
      Duration system,
      TrackerContext context,
      Listener listener)
      throws IOException {
    this.start =
        new Orders.Start(
            uri,
            context.workingFolder().toAbsolutePath(),
            context.version(),
            ProcessHandle.current().pid(),
            pause,
            system);
    this.environment = context.environment();
    this.listener = listener;
    launch();
  }

  /** The process, for tests. */
  synchronized Process process() {
    return process;
  }

  private synchronized void launch() throws IOException {
    starts++;
    ProcessBuilder builder =
        new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(key -> key.startsWith("MLFLOW_"));
    environment.forEach(
        (key, value) -> {
          if (key.startsWith("MLFLOW_")) {
            variables.put(key, value);
          }
        });
    process = builder.start();
    orders =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Process started = process;
    Thread reader = new Thread(() -> listen(started), "mlflow");
    reader.setDaemon(true);
    reader.start();
    order(start.line());
  }

  /**
   * Java as it runs here, with little memory and a compiler that does not work hard; Ctrl-C and the
   * end of a batch job are for the process that trains.
   */
  private static List<String> command() {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/bin/sh"))) {
      command.addAll(
          List.of(
              "/bin/sh",
              "-c",
              "trap '' INT HUP TERM; command -v nice > /dev/null && exec nice -n 10 \"$@\"; exec"
                  + " \"$@\"",
              "sender"));
    }
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    command.add(
        Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxRAMPercentage=25",
            "-XX:-UsePerfData",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Xlog:disable"));
    for (String argument : ProcessHandle.current().info().arguments().orElse(new String[0])) {
      if (argument.startsWith("-XX:SharedArchiveFile=")
          || argument.startsWith("--enable-native-access")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), SenderMain.class.getName()));
    return command;
  }

  private void listen(Process from) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Orders.parse(line).ifPresent(this::told);
      }
    } catch (IOException e) {
      // As good as its end.
      from.destroyForcibly();
    }
    if (!result.isDone()) {
      restart();
    }
  }

  private void told(JsonNode node) {
    if (node.has("log")) {
      // One that was started again says the same at its beginning.
      String line = node.path("log").asText();
      if (said.add(line)) {
        listener.log(line);
      }
    } else if (node.has("failing")) {
      listener.failing(node.path("failing").asText());
    } else if (node.has("result")) {
      result.complete(Orders.result(node));
    }
  }

  /** What was sent by the one that died is there, and sending it again changes nothing. */
  private synchronized void restart() {
    if (starts >= STARTS) {
      lost("the process that sends ended " + starts + " times");
      return;
    }
    try {
      launch();
      followed.forEach((folder, facts) -> order(Orders.follow(folder, facts)));
      ended.forEach(folder -> order(Orders.ended(folder)));
      closing.ifPresent(patience -> order(Orders.close(patience)));
    } catch (IOException e) {
      lost("the process that sends cannot be started: " + e.getMessage());
    }
  }

  private void lost(String why) {
    result.complete(new Delivery(followed.size(), 0, followed.size(), List.of(why)));
  }

  private void order(String line) {
    try {
      orders.write(line);
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      // It has ended; whoever listens to it starts another and repeats all orders.
      process.destroyForcibly();
    }
  }

  @Override
  public synchronized void follow(Path folder, RunFacts facts) {
    followed.put(folder, facts);
    order(Orders.follow(folder, facts));
  }

  @Override
  public synchronized void ended(Path folder) {
    ended.add(folder);
    order(Orders.ended(folder));
  }

  @Override
  public Delivery close(Duration patience) {
    synchronized (this) {
      closing = Optional.of(patience);
      order(Orders.close(patience));
    }
    Delivery delivery;
    try {
      delivery = result.get(patience.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      lost("the process that sends does not answer");
      delivery = result.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lost("interrupted");
      delivery = result.join();
    }
    end();
    return delivery;
  }

  private void end() {
    Process last = process();
    try {
      if (!last.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        last.destroyForcibly();
        last.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last.destroyForcibly();
    }
  }
}
