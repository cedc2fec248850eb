package org.fivesigma.tracking.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerServer;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ServerAddress;
import org.fivesigma.tracking.content.FolderFacts;
import org.fivesigma.tracking.delivery.MlflowSession;
import org.fivesigma.tracking.spool.RunFacts;

/** The commands {@code ui} and {@code sync} for MLflow. */
public final class MlflowServer implements TrackerServer {
  private static final Duration SILENCE = Duration.ofSeconds(3);

  @Override
  public Shown start(Path runs, OptionalInt port, TrackerContext context) {
    Path folder = runs.toAbsolutePath().normalize();
    LocalServer.Running running = new LocalServer(folder).start(port, context.log());
    // The local server asks for no password; those of the environment are for another one.
    ServerAddress address = ServerAddress.of(running.uri().toString(), Map.of());
    try (MlflowSession session = session(address, context)) {
      List<Path> all = runFolders(folder);
      Delivery delivery = send(session, all, context.log());
      return new Shown(page(session, address, all), running.found(), delivery);
    }
  }

  private static URI page(MlflowSession session, ServerAddress address, List<Path> runs) {
    try {
      if (!runs.isEmpty()) {
        return session.server().page(newest(runs).experiment());
      }
    } catch (IOException | DeliveryException e) {
      // The list of all experiments leads there as well.
      return URI.create(address.uri() + "/#/experiments?workflowType=machine_learning");
    }
    return URI.create(address.uri() + "/#/experiments?workflowType=machine_learning");
  }

  private static RunFacts newest(List<Path> runs) throws IOException {
    List<RunFacts> all = new ArrayList<>();
    for (Path run : runs) {
      all.add(FolderFacts.of(run));
    }
    return all.stream().max(Comparator.comparing(RunFacts::started)).orElseThrow();
  }

  @Override
  public boolean stop(Path runs, TrackerContext context) {
    return new LocalServer(runs.toAbsolutePath().normalize()).stop();
  }

  @Override
  public Delivery sync(
      Path runs, List<Path> runFolders, Optional<String> uri, TrackerContext context) {
    Path folder = runs.toAbsolutePath().normalize();
    Set<Path> roots = new LinkedHashSet<>();
    (runFolders.isEmpty() ? runFolders(folder) : runFolders).forEach(run -> roots.add(root(run)));
    Map<String, List<Path>> byServer = new LinkedHashMap<>();
    for (Path run : roots) {
      byServer.computeIfAbsent(server(run, folder, uri, context), k -> new ArrayList<>()).add(run);
    }
    Delivery total = Delivery.NOTHING;
    for (Map.Entry<String, List<Path>> each : byServer.entrySet()) {
      ServerAddress address = ServerAddress.of(each.getKey(), context.environment());
      try (MlflowSession session = session(address, context)) {
        total = total.plus(send(session, each.getValue(), context.log()));
      }
    }
    return total;
  }

  /** A run inside another is sent with it, so that it finds its parent. */
  private static Path root(Path run) {
    Path at = run.toAbsolutePath().normalize();
    for (Optional<Path> up = FolderFacts.parent(at); up.isPresent(); up = FolderFacts.parent(at)) {
      at = up.get();
    }
    return at;
  }

  private static String server(Path run, Path runs, Optional<String> uri, TrackerContext context) {
    if (uri.isPresent()) {
      return uri.get();
    }
    String fromEnvironment = context.environment().getOrDefault("MLFLOW_TRACKING_URI", "");
    if (!fromEnvironment.isBlank()) {
      return fromEnvironment;
    }
    try {
      Optional<String> own = FolderFacts.server(run);
      if (own.isPresent()) {
        return own.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LocalServer(runs)
        .address()
        .map(URI::toString)
        .orElseThrow(
            () ->
                UserError.of(
                        "no-tracking-server",
                        run + " was not tracked, and no tracking server is known to send it to")
                    .at("--uri")
                    .hint("'./fivesigma ui' starts one here and sends it everything"));
  }

  private static MlflowSession session(ServerAddress address, TrackerContext context) {
    return new MlflowSession(
        new MlflowSession.Settings(
            () -> address,
            Optional.empty(),
            Optional.empty(),
            false,
            MlflowHttp.Limits.DEFAULT,
            Duration.ofSeconds(1),
            Duration.ZERO),
        context);
  }

  /** Says every few seconds how far it is. */
  private static Delivery send(MlflowSession session, List<Path> runs, Consumer<String> log) {
    Delivery total = Delivery.NOTHING;
    long said = System.nanoTime();
    for (int i = 0; i < runs.size(); i++) {
      total = total.plus(session.sync(runs.get(i)));
      if (System.nanoTime() - said > SILENCE.toNanos() && i + 1 < runs.size()) {
        said = System.nanoTime();
        log.accept("sent " + (i + 1) + " of " + runs.size() + " runs");
      }
    }
    return total;
  }

  /** {@code runs/NAME/RUN}, oldest first. */
  private static List<Path> runFolders(Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> experiments = Files.list(runs)) {
      List<Path> all = new ArrayList<>();
      for (Path experiment : experiments.sorted().toList()) {
        if (FolderFacts.isRun(experiment)) {
          all.add(experiment);
        } else if (Files.isDirectory(experiment)
            && !experiment.getFileName().toString().startsWith(".")) {
          try (Stream<Path> list = Files.list(experiment)) {
            list.filter(FolderFacts::isRun).forEach(all::add);
          }
        }
      }
      all.sort(
          Comparator.comparing(MlflowServer::started).thenComparing(Comparator.naturalOrder()));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant started(Path run) {
    try {
      return FolderFacts.of(run).started();
    } catch (IOException e) {
      return Instant.MIN;
    }
  }
}
