package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
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
import org.fivesigma.tracking.client.DeliveryException.Unreachable;
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

  /** Failures in a row after which a session that must not fail says so. */
  private static final int FAILURES = 3;

  /** Refusals in a row, the session closing, after which nothing will change any more. */
  private static final int LAST_REFUSALS = 2;

  /** How long a closing session looks for a server that was never there, and for one that was. */
  private static final Duration NEVER_SEEN = Duration.ofSeconds(4);

  private static final Duration GONE = Duration.ofSeconds(20);

  /** A wait at the end that is longer than this is explained. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final Settings settings;
  private final TrackerContext context;
  private final Connection server;
  private final ScheduledThreadPoolExecutor workers;
  private final Map<Path, LiveRun> runs = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicBoolean troubled = new AtomicBoolean();
  private final Set<String> problems = java.util.Collections.synchronizedSet(new LinkedHashSet<>());
  private final MachineWatch watch;
  private volatile boolean seen;
  private volatile boolean closing;
  private volatile long closingSince;
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
   * @param pause how long events are collected before they are sent; also how long a first failure
   *     is followed by nothing
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
    this.watch = new MachineWatch(workers, settings.system(), this::sampled, this::say);
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
    LiveRun run = new LiveRun(this, folder, spool, RunDelivery.of(server, folder, facts), earlier);
    runs.put(folder, run);
    watch.begin(folder);
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

  private void sampled(Map<String, Double> values, long time) {
    runs.values().stream().filter(r -> !r.ended()).forEach(r -> r.system(values, time));
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

  Sending sending(LiveRun run) {
    return new Sending(workers, settings.pause().toMillis(), () -> attempt(run));
  }

  /** Something new was told. */
  void wake(Sending sending) {
    if (!closing) {
      sending.ask(settings.pause().toMillis());
    }
  }

  private OptionalLong attempt(LiveRun run) {
    boolean last = closing;
    if (run.done()) {
      return OptionalLong.empty();
    }
    if (waitsForParent(run)) {
      return OptionalLong.of(PARENT_PAUSE_MILLIS);
    }
    try {
      sent.addAndGet(run.deliver());
      succeeded(run);
      return OptionalLong.empty();
    } catch (Refused e) {
      run.doubt();
      return failed(run, e.getMessage(), last, LAST_REFUSALS);
    } catch (Unreachable e) {
      if (last && e.nobody() && waited().compareTo(seen ? GONE : NEVER_SEEN) > 0) {
        runs.values().forEach(r -> r.sending().stop());
      }
      return failed(run, e.getMessage(), last, Integer.MAX_VALUE);
    } catch (DeliveryException | IOException | UncheckedIOException e) {
      return failed(run, String.valueOf(e.getMessage()), last, LAST_REFUSALS);
    } catch (RuntimeException e) {
      // Nothing that a server answers may end the thread and with it all further sending.
      return failed(run, "unexpected: " + e, last, LAST_REFUSALS);
    }
  }

  private Duration waited() {
    return Duration.ofNanos(System.nanoTime() - closingSince);
  }

  /** A child carries its parent's id on the server, so the parent goes first unless it fails to. */
  private boolean waitsForParent(LiveRun run) {
    return FolderFacts.parent(run.folder())
        .map(runs::get)
        .filter(p -> !p.attached() && p.sending().failures() == 0 && !p.sending().stopped())
        .isPresent();
  }

  private void succeeded(LiveRun run) {
    seen = true;
    run.sending().succeeded();
    if (troubled.compareAndSet(true, false)) {
      context.log().accept("tracking: the server at " + address() + " answers again");
    }
    if (run.compared() && !run.done()) {
      // The server has all but what it does not take. A run that ended while this attempt was on
      // its way has its turn yet.
      run.sending().stop();
    }
  }

  /**
   * Counts a failure and says when to try again.
   *
   * @param last whether the attempt began while the session was closing
   * @param most how many of these in a row are the end then
   */
  private OptionalLong failed(LiveRun run, String reason, boolean last, int most) {
    long pause = run.sending().failed(last);
    if (workers.isShutdown()) {
      return OptionalLong.empty();
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
    if (settings.failing() && run.sending().failures() >= FAILURES) {
      failure = reason;
    }
    if (last && run.sending().failures() >= most) {
      run.sending().stop();
    }
    return OptionalLong.of(pause);
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
    closingSince = System.nanoTime();
    closing = true;
    watch.close();
    runs.values().forEach(run -> run.sending().askNow());
    await(patience);
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

  private void await(Duration patience) {
    boolean explained = false;
    try {
      while (waited().compareTo(patience) < 0 && runs.values().stream().anyMatch(this::open)) {
        Thread.sleep(20);
        if (!explained && waited().compareTo(SILENCE) > 0) {
          explained = true;
          context
              .log()
              .accept(
                  "tracking: sending the rest of "
                      + runs.values().stream().filter(this::open).count()
                      + " runs, for "
                      + patience.toSeconds()
                      + " s at most");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean open(LiveRun run) {
    return !run.done() && !run.sending().stopped();
  }
}
