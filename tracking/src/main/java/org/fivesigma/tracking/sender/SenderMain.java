package org.fivesigma.tracking.sender;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.tracking.MlflowTracker;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ServerAddress;
import org.fivesigma.tracking.delivery.Connection;
import org.fivesigma.tracking.delivery.Deliveries;
import org.fivesigma.tracking.delivery.Sender;
import org.fivesigma.tracking.spool.RunFacts;
import org.fivesigma.tracking.spool.Spool;

/**
 * The program of the process that sends: it reads its orders from the standard input. When they end
 * without a word the process that gave them was killed; its runs are then sent as their folders
 * are.
 */
public final class SenderMain implements Sender.Listener {
  /** How long the runs of a killed process are tried to be sent. */
  private static final Duration AFTER_DEATH = Duration.ofSeconds(30);

  /** How long the spool of a killed process is waited for. */
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);

  private final PrintStream out;

  private SenderMain(PrintStream out) {
    this.out = out;
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever else prints does not speak to the other process.
    System.setOut(System.err);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Optional<JsonNode> start = order(in);
      if (start.isPresent()) {
        new SenderMain(out).work(Orders.Start.read(start.get()), in);
      }
    }
    System.exit(0);
  }

  private static Optional<JsonNode> order(BufferedReader in) throws IOException {
    String line = in.readLine();
    return line == null ? Optional.empty() : Orders.parse(line);
  }

  private void work(Orders.Start start, BufferedReader in) throws IOException {
    TrackerContext context =
        new TrackerContext(System.getenv(), start.version(), start.workingFolder(), this::log);
    Supplier<ServerAddress> where =
        MlflowTracker.where(start.uri(), start.workingFolder().resolve("runs"), context);
    Deliveries deliveries =
        new Deliveries(
            where,
            new Connection(new MlflowHttp(where, MlflowHttp.Limits.DEFAULT), this::log),
            new Deliveries.Rhythm(start.pause(), start.system(), start.process()),
            this);
    for (Optional<JsonNode> order = order(in); order.isPresent(); order = order(in)) {
      JsonNode node = order.get();
      if (node.has("follow")) {
        deliveries.follow(path(node, "follow"), RunFacts.of(node.path("facts")));
      } else if (node.has("ended")) {
        deliveries.ended(path(node, "ended"));
      } else if (node.has("close")) {
        Duration patience = Duration.ofMillis(node.path("close").asLong());
        tell(Orders.result(deliveries.close(patience)));
        return;
      }
    }
    leftAlone(deliveries);
  }

  private static Path path(JsonNode node, String key) {
    return Path.of(node.path(key).asText());
  }

  /** While this process has their spools nobody else sends these runs or goes on with them. */
  private static void leftAlone(Deliveries deliveries) throws IOException {
    List<Spool> taken = new ArrayList<>();
    for (Path folder : deliveries.going()) {
      Optional<Spool> spool = Spool.openWithin(folder, Spool.Part.RUN, LOCK_PATIENCE);
      if (spool.isPresent()) {
        taken.add(spool.get());
        deliveries.ended(folder);
      }
    }
    deliveries.close(AFTER_DEATH);
    for (Spool spool : taken) {
      spool.close();
    }
  }

  private void tell(String line) {
    synchronized (out) {
      out.println(line);
    }
  }

  @Override
  public void log(String line) {
    tell(Orders.log(line));
  }

  @Override
  public void failing(String reason) {
    tell(Orders.failing(reason));
  }
}
