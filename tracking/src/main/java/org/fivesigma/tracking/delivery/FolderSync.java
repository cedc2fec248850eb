package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.DeliveryException.Unreachable;
import org.fivesigma.tracking.content.FolderFacts;
import org.fivesigma.tracking.delivery.MlflowSession.Settings;
import org.fivesigma.tracking.spool.RunFacts;
import org.fivesigma.tracking.spool.Spool;

/** Sends run folders that are no longer written to, each parent before its children. */
final class FolderSync {
  private static final int THREADS = 3;

  private final Connection server;
  private final Settings settings;
  private final TrackerContext context;
  private final Map<String, Map<String, Map<String, String>>> known = new ConcurrentHashMap<>();

  FolderSync(Connection server, Settings settings, TrackerContext context) {
    this.server = server;
    this.settings = settings;
    this.context = context;
  }

  Delivery sync(Path runFolder) {
    Path folder = runFolder.toAbsolutePath().normalize();
    try {
      Delivery total = one(folder);
      List<Path> children = FolderFacts.children(folder);
      if (children.isEmpty() || (total.pending() > 0 && unreachable)) {
        return total;
      }
      ExecutorService workers = Executors.newFixedThreadPool(Math.min(THREADS, children.size()));
      try {
        List<Future<Delivery>> all = new ArrayList<>();
        for (Path child : children) {
          all.add(workers.submit(() -> sync(child)));
        }
        for (Future<Delivery> each : all) {
          total = total.plus(each.get());
        }
        return total;
      } finally {
        workers.shutdownNow();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery(1, 0, 1, List.of("interrupted"));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private volatile boolean unreachable;

  private Delivery one(Path folder) {
    try {
      if (Spool.inUse(folder) || FolderFacts.going(folder)) {
        context.log().accept("tracking: " + folder + " is still running; not sent");
        return new Delivery(1, 0, 0, List.of());
      }
      RunFacts facts = facts(folder);
      if (delivered(folder, facts)) {
        return new Delivery(1, 0, 0, List.of());
      }
      RunDelivery delivery = RunDelivery.of(server, folder, facts);
      long sent = delivery.complete();
      return new Delivery(1, sent, delivery.problems().isEmpty() ? 0 : 1, delivery.problems());
    } catch (DeliveryException e) {
      unreachable |= e instanceof Unreachable;
      return new Delivery(1, 0, 1, List.of(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      return new Delivery(1, 0, 1, List.of(folder + ": " + e.getMessage()));
    }
  }

  private RunFacts facts(Path folder) throws IOException {
    RunFacts facts = FolderFacts.of(folder);
    Optional<String> experiment = settings.experiment();
    if (RunFacts.read(folder).isEmpty()) {
      try {
        // Its id stays when the folder is moved or renamed.
        facts.write(folder);
      } catch (IOException e) {
        context.log().accept("tracking: cannot write to " + folder + "; its id follows its name");
      }
    }
    return experiment.isPresent() ? facts.inExperiment(experiment.get()) : facts;
  }

  /** Asks once for each experiment what the server has of it. */
  private boolean delivered(Path folder, RunFacts facts) throws DeliveryException, IOException {
    Map<String, Map<String, String>> runs = known.get(facts.experiment());
    if (runs == null) {
      runs = server.runs().tagsByOurId(server.experiment(facts.experiment()).id());
      known.put(facts.experiment(), runs);
    }
    Map<String, String> tags = runs.get(facts.id());
    return tags != null && RunDelivery.delivered(folder, tags);
  }
}
