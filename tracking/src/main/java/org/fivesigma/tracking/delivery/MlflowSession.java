package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.DeliveryException.Refused;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ServerAddress;
import org.fivesigma.tracking.client.ServerRun;
import org.fivesigma.tracking.content.FolderFacts;
import org.fivesigma.tracking.spool.RunFacts;
import org.fivesigma.tracking.spool.Spool;
import org.fivesigma.tracking.spool.SpoolEvent;

/**
 * Sends runs to one server with a few threads of its own. Events of a run are collected for a
 * moment and sent together; what fails is tried again, less and less often.
 */
public final class MlflowSession implements TrackerSession {
  private static final int THREADS = 3;
  private static final long PARENT_PAUSE_MILLIS = 50;
  private static final int LAST_FAILURES = 4;

  private static final Duration FIRST_SAMPLE = Duration.ofMillis(500);

  /** Failures in a row after which a session that must not fail says so. */
  private static final int FAILURES = 3;

  private final Settings settings;
  private final TrackerContext context;
  private final Connection server;
  private final ScheduledThreadPoolExecutor workers;
  private final Map<Path, LiveRun> runs = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicBoolean troubled = new AtomicBoolean();
  private final Set<String> problems = java.util.Collections.synchronizedSet(new LinkedHashSet<>());
  private final AtomicBoolean watching = new AtomicBoolean();
  private volatile boolean closing;
  private volatile String failure = "";
  private Delivery result;

  /**
   * What a session does.
   *
   * @param where the server's address, asked before every request; an address that is not known now
   *     is an {@link UncheckedIOException}
   * @param experiment a name on the server; empty: the experiment's own
   * @param register a registered model's name
   * @param failing whether a run fails when its events cannot be delivered
   * @param limits how patient requests are
   * @param pause how long events are collected before they are sent
   * @param system how often the machine is sampled; zero: never
   */
  public record Settings(
      Supplier<ServerAddress> where,
      Optional<String> experiment,
      Optional<String> register,
      boolean failing,
      MlflowHttp.Limits limits,
      Duration pause,
      Duration system) {}

  /** Opens nothing yet. */
  public MlflowSession(Settings settings, TrackerContext context) {
    this.settings = settings;
    this.context = context;
    this.server =
        new Connection(new MlflowHttp(settings.where(), settings.limits()), context.log());
    this.workers =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "mlflow");
              thread.setDaemon(true);
              return thread;
            });
    workers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** The server. */
  public Connection server() {
    return server;
  }

  @Override
  public TrackedRun begin(RunStart start) {
    Path folder = start.folder().toAbsolutePath().normalize();
    RunFacts facts = facts(folder, start);
    Optional<Spool> spool = Optional.empty();
    List<SpoolEvent> earlier = List.of();
    try {
      earlier = Spool.readAll(folder);
      facts.write(folder);
      spool = Spool.open(folder);
    } catch (IOException e) {
      say("cannot write to " + folder.resolve(Spool.FOLDER) + ": " + e.getMessage());
    }
    LiveRun run = new LiveRun(this, folder, spool, new RunDelivery(server, folder, facts), earlier);
    runs.put(folder, run);
    watchMachine(folder);
    wake(run.sending());
    return run;
  }

  private RunFacts facts(Path folder, RunStart start) {
    Optional<RunFacts> before = read(folder);
    Optional<RunFacts> parent = start.parent().flatMap(this::read);
    Map<String, String> tags = new HashMap<>(start.tags());
    tags.put("fivesigma.version", context.version());
    return new RunFacts(
        before.map(RunFacts::id).orElseGet(() -> FolderFacts.id(folder, start.started())),
        settings.experiment().orElse(start.experiment()),
        start.name(),
        parent.map(RunFacts::id),
        before.map(RunFacts::started).orElse(start.started()),
        start.description(),
        start.parameters(),
        tags,
        settings.register(),
        address());
  }

  private String address() {
    try {
      return settings.where().get().toString();
    } catch (UncheckedIOException e) {
      return "";
    }
  }

  private Optional<RunFacts> read(Path folder) {
    try {
      return RunFacts.read(folder);
    } catch (IOException e) {
      say("cannot read " + folder.resolve(Spool.FOLDER) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void watchMachine(Path folder) {
    if (!settings.system().isZero() && watching.compareAndSet(false, true)) {
      workers.execute(() -> watchMachine(() -> new SystemMetrics(folder)));
    }
  }

  private void watchMachine(Supplier<SystemMetrics> metrics) {
    try {
      nextSample(metrics.get(), FIRST_SAMPLE);
    } catch (RuntimeException | LinkageError e) {
      // A machine that cannot be watched is no reason to lose the run.
      say("the use of this machine cannot be measured (" + e + ")");
    }
  }

  /** Soon at first, so that a short run has a curve, too; then at the full interval. */
  private void nextSample(SystemMetrics metrics, Duration pause) {
    Duration full = settings.system();
    Duration now = pause.compareTo(full) > 0 ? full : pause;
    later(() -> sample(metrics, now), now.toMillis());
  }

  private void sample(SystemMetrics metrics, Duration pause) {
    if (closing) {
      metrics.close();
      return;
    }
    try {
      Map<String, Double> values = metrics.sample();
      long time = Instant.now().toEpochMilli();
      runs.values().stream().filter(r -> !r.ended()).forEach(r -> r.system(values, time));
      nextSample(metrics, pause.multipliedBy(2));
    } catch (IOException | RuntimeException e) {
      say("the use of this machine cannot be measured any more (" + e + ")");
    }
  }

  void say(String line) {
    server.sayOnce(line);
  }

  void announce(Path folder, ServerRun run) {
    if (FolderFacts.parent(folder).isEmpty()) {
      context
          .log()
          .accept(
              "tracking: " + settings.where().get().page(run.experimentId(), "runs/" + run.id()));
    }
  }

  /** Throws what a session that fails its runs has to say. */
  void throwFailure() {
    if (!failure.isEmpty()) {
      throw new UncheckedIOException(new IOException("tracking failed: " + failure));
    }
  }

  void wake(Sending sending) {
    schedule(sending, settings.pause().toMillis());
  }

  void wakeNow(Sending sending) {
    workers.execute(() -> deliver(sending));
  }

  /** Every task looks after its own failures; a session that is closed takes none any more. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void later(Runnable task, long millis) {
    workers.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private void schedule(Sending sending, long pause) {
    if (!closing && sending.failures() == 0 && sending.ask()) {
      later(() -> deliver(sending), pause);
    }
  }

  private void deliver(Sending sending) {
    sending.begin();
    boolean last = closing;
    if (sending.run().done() || sending.givenUp()) {
      return;
    }
    if (waitsForParent(sending.run())) {
      later(() -> deliver(sending), PARENT_PAUSE_MILLIS);
      return;
    }
    try {
      sent.addAndGet(sending.run().deliver());
      sending.succeeded();
      if (troubled.compareAndSet(true, false)) {
        context.log().accept("tracking: the server at " + address() + " answers again");
      }
      if (sending.run().ended() && !sending.run().done()) {
        sending.giveUp();
      }
    } catch (Refused e) {
      sending.run().doubt();
      failed(sending, e.getMessage(), last);
    } catch (DeliveryException e) {
      failed(sending, e.getMessage(), last);
    } catch (IOException | UncheckedIOException e) {
      failed(sending, String.valueOf(e.getMessage()), last);
    } catch (RuntimeException e) {
      // Nothing that a server answers may end the thread and with it all further sending.
      failed(sending, "unexpected: " + e, last);
    }
  }

  /** A child carries its parent's id on the server, so the parent goes first unless it fails to. */
  private boolean waitsForParent(LiveRun run) {
    return FolderFacts.parent(run.folder())
        .map(runs::get)
        .filter(p -> !p.attached() && p.sending().failures() == 0 && !p.sending().givenUp())
        .isPresent();
  }

  /**
   * Counts a failure and plans the next attempt.
   *
   * @param last whether the attempt began while the session was closing: the fifth such failure is
   *     the end
   */
  private void failed(Sending sending, String reason, boolean last) {
    long pause = sending.failed(last);
    if (workers.isShutdown()) {
      return;
    }
    problems.add(reason);
    if (troubled.compareAndSet(false, true)) {
      context
          .log()
          .accept(
              "tracking: "
                  + reason
                  + "; the run goes on, and what is not sent stays in its folder for 'sync'");
    }
    if (settings.failing() && sending.failures() >= FAILURES) {
      failure = reason;
    }
    if (sending.lastFailures() > LAST_FAILURES) {
      sending.giveUp();
    } else {
      later(() -> deliver(sending), pause);
    }
  }

  @Override
  public Delivery sync(Path runFolder) {
    return new FolderSync(server, settings, context).sync(runFolder);
  }

  @Override
  public synchronized Delivery close(Duration patience) {
    if (result != null) {
      return result;
    }
    closing = true;
    runs.values().forEach(run -> wakeNow(run.sending()));
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (System.nanoTime() < deadline && runs.values().stream().anyMatch(this::open)) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.shutdownNow();
    int pending = 0;
    for (LiveRun run : runs.values()) {
      pending += run.done() ? 0 : 1;
      try {
        run.close();
      } catch (IOException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    List<String> why = pending == 0 ? List.of() : new ArrayList<>(problems);
    result = new Delivery(runs.size(), sent.get(), pending, why);
    if (pending > 0 && settings.failing()) {
      throw new UncheckedIOException(new IOException("tracking failed: " + String.join("; ", why)));
    }
    return result;
  }

  private boolean open(LiveRun run) {
    return !run.done() && !run.sending().givenUp();
  }
}
