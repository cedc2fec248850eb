package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.DeliveryException.Refused;
import org.fivesigma.tracking.client.DeliveryException.Unreachable;
import org.fivesigma.tracking.client.ServerAddress;
import org.fivesigma.tracking.client.ServerRun;
import org.fivesigma.tracking.content.FolderFacts;
import org.fivesigma.tracking.spool.RunFacts;
import org.fivesigma.tracking.spool.Spool;
import org.fivesigma.tracking.spool.SpoolEvent;

/**
 * Sends runs to one server with a few threads of its own. The spools are looked at every moment,
 * and what is new is sent together; what fails is tried again, less and less often.
 */
public final class Deliveries implements Sender {
  private static final int THREADS = 3;
  private static final long PARENT_PAUSE_MILLIS = 50;
  private static final long LONGEST_FIRST_PAUSE = 1000;

  /** Failures in a row after which a listener is told. */
  private static final int FAILURES = 3;

  /** Refusals in a row, when closing, after which nothing will change any more. */
  private static final int LAST_REFUSALS = 2;

  /** How long a server is looked for at the end that was never there, and one that was. */
  private static final Duration NEVER_SEEN = Duration.ofSeconds(4);

  private static final Duration GONE = Duration.ofSeconds(20);

  /** A wait at the end that is longer than this is explained. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final Rhythm rhythm;
  private final Supplier<ServerAddress> where;
  private final Connection server;
  private final Listener listener;
  private final ScheduledThreadPoolExecutor workers;
  private final Map<Path, LiveRun> runs = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicBoolean troubled = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Set<String> problems = java.util.Collections.synchronizedSet(new LinkedHashSet<>());
  private final MachineWatch watch;
  private volatile boolean seen;
  private volatile boolean closing;
  private volatile long closingSince;

  /**
   * When things are done.
   *
   * @param pause between looks at the spools; also how long a first failure is followed by nothing,
   *     up to a second
   * @param system how often the machine is sampled; zero: never
   * @param process the process whose own use is sampled
   */
  public record Rhythm(Duration pause, Duration system, long process) {}

  /**
   * Opens nothing yet.
   *
   * @param where the server's address
   * @param server the server at that address
   */
  public Deliveries(
      Supplier<ServerAddress> where, Connection server, Rhythm rhythm, Listener listener) {
    this.where = where;
    this.server = server;
    this.rhythm = rhythm;
    this.listener = listener;
    this.workers =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "mlflow");
              thread.setDaemon(true);
              return thread;
            });
    workers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    this.watch =
        new MachineWatch(
            workers, rhythm.system(), rhythm.process(), this::sampled, server::sayOnce);
  }

  @Override
  public void follow(Path folder, RunFacts facts) {
    Optional<Spool> machine = Optional.empty();
    List<SpoolEvent> earlier = List.of();
    try {
      earlier = Spool.readAll(folder);
      machine = Spool.open(folder, Spool.Part.MACHINE);
    } catch (IOException e) {
      server.sayOnce("cannot write to " + folder.resolve(Spool.FOLDER) + ": " + e.getMessage());
    }
    long first = Math.min(rhythm.pause().toMillis(), LONGEST_FIRST_PAUSE);
    LiveRun run =
        new LiveRun(
            folder,
            machine,
            RunDelivery.of(server, folder, facts),
            earlier,
            new Sending(workers, first, () -> attempt(folder)));
    runs.put(folder, run);
    watch.begin(folder);
    run.sending().askNow();
    if (looking.compareAndSet(false, true)) {
      beginLooking(rhythm.pause().toMillis());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void beginLooking(long pause) {
    workers.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    for (LiveRun run : runs.values()) {
      if (!run.ended() && news(run)) {
        run.sending().ask(0);
      }
    }
  }

  private static boolean news(LiveRun run) {
    try {
      return run.hasNews();
    } catch (IOException e) {
      // Whoever sends will see it, too, and say so.
      return true;
    }
  }

  @Override
  public void ended(Path folder) {
    LiveRun run = runs.get(folder);
    if (run != null) {
      run.end();
      run.sending().askNow();
    }
  }

  private void sampled(Map<String, Double> values, long time) {
    for (LiveRun run : runs.values()) {
      try {
        run.system(values, time);
      } catch (IOException e) {
        server.sayOnce("the use of this machine cannot be written down: " + e.getMessage());
      }
    }
  }

  private OptionalLong attempt(Path folder) {
    LiveRun run = runs.get(folder);
    boolean last = closing;
    if (run.done()) {
      return OptionalLong.empty();
    }
    if (waitsForParent(run)) {
      return OptionalLong.of(PARENT_PAUSE_MILLIS);
    }
    try {
      run.greet().ifPresent(there -> announce(folder, there));
      sent.addAndGet(run.deliver());
      succeeded(run);
      return OptionalLong.empty();
    } catch (Refused e) {
      run.doubt();
      return failed(run, e.getMessage(), last, LAST_REFUSALS);
    } catch (Unreachable e) {
      // One refused connection is none: this process may have been held up for as long.
      boolean late = waited().compareTo(seen ? GONE : NEVER_SEEN) > 0;
      if (last && e.nobody() && late && run.sending().failures() > 0) {
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

  private void announce(Path folder, ServerRun run) {
    if (FolderFacts.parent(folder).isEmpty()) {
      listener.log("tracking: " + where.get().page(run.experimentId(), "runs/" + run.id()));
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
      listener.log("tracking: the server at " + where.get() + " answers again");
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
   * @param last whether the attempt began when closing
   * @param most how many of these in a row are the end then
   */
  private OptionalLong failed(LiveRun run, String reason, boolean last, int most) {
    long pause = run.sending().failed(last);
    if (workers.isShutdown()) {
      return OptionalLong.empty();
    }
    problems.add(reason);
    if (troubled.compareAndSet(false, true)) {
      listener.log(
          "tracking: "
              + reason
              + "; the run goes on, and what is not sent stays in its folder for 'sync'");
    }
    if (run.sending().failures() >= FAILURES) {
      listener.failing(reason);
    }
    if (last && run.sending().failures() >= most) {
      run.sending().stop();
    }
    return OptionalLong.of(pause);
  }

  /** The folders of runs that are not over. */
  public List<Path> going() {
    return runs.values().stream().filter(r -> !r.ended()).map(LiveRun::folder).toList();
  }

  @Override
  public Delivery close(Duration patience) {
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
    return new Delivery(runs.size(), sent.get(), pending, why);
  }

  private void await(Duration patience) {
    boolean explained = false;
    try {
      while (waited().compareTo(patience) < 0 && runs.values().stream().anyMatch(this::open)) {
        Thread.sleep(20);
        if (!explained && waited().compareTo(SILENCE) > 0) {
          explained = true;
          listener.log(
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
