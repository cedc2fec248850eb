package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ServerAddress;
import org.fivesigma.tracking.content.FolderFacts;
import org.fivesigma.tracking.spool.RunFacts;
import org.fivesigma.tracking.spool.Spool;
import org.fivesigma.tracking.spool.SpoolEvent;

/** Writes what runs tell to their spools, and has a {@link Sender} send it. */
public final class MlflowSession implements TrackerSession, Sender.Listener {
  /** How long the spool of a run is waited for that another process is just letting go of. */
  private static final Duration SPOOL_PATIENCE = Duration.ofSeconds(3);

  private final Settings settings;
  private final TrackerContext context;
  private final Function<MlflowSession, Sender> senders;
  private final List<SpooledRun> runs = new ArrayList<>();
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private Connection server;
  private Sender sender;
  private Delivery result;
  private volatile boolean closed;
  private volatile String failure = "";

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

  /** A session that sends by threads of this process. */
  public MlflowSession(Settings settings, TrackerContext context) {
    this(settings, context, MlflowSession::threads);
  }

  /**
   * Opens nothing yet.
   *
   * @param senders makes the sender when the first run begins
   */
  public MlflowSession(
      Settings settings, TrackerContext context, Function<MlflowSession, Sender> senders) {
    this.settings = settings;
    this.context = context;
    this.senders = senders;
  }

  /** A sender that works in threads of this process. */
  public Sender threads() {
    return new Deliveries(
        settings.where(),
        server(),
        new Deliveries.Rhythm(settings.pause(), settings.system(), ProcessHandle.current().pid()),
        this);
  }

  /** The server. */
  public synchronized Connection server() {
    if (server == null) {
      server = new Connection(new MlflowHttp(settings.where(), settings.limits()), context.log());
    }
    return server;
  }

  @Override
  public synchronized TrackedRun begin(RunStart start) {
    Path folder = start.folder().toAbsolutePath().normalize();
    RunFacts facts = facts(folder, start);
    Optional<Spool> spool = Optional.empty();
    List<SpoolEvent> earlier = List.of();
    try {
      earlier = Spool.readAll(folder);
      facts.write(folder);
      // That of a run which was killed may be being sent by the sender it left behind.
      spool = Spool.openWithin(folder, Spool.Part.RUN, SPOOL_PATIENCE);
    } catch (IOException e) {
      say("cannot write to " + folder.resolve(Spool.FOLDER) + ": " + e.getMessage());
    }
    SpooledRun run = new SpooledRun(this, folder, spool, earlier);
    runs.add(run);
    if (!closed) {
      if (sender == null) {
        sender = senders.apply(this);
      }
      sender.follow(folder, facts);
    }
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

  /** A run is over, and its folder complete. */
  void ended(Path folder) {
    Sender at;
    synchronized (this) {
      at = closed ? null : sender;
    }
    if (at != null) {
      at.ended(folder);
    }
  }

  /** Says a line to the user, the same one once only. */
  void say(String line) {
    if (said.add(line)) {
      log("tracking: " + line);
    }
  }

  @Override
  public void log(String line) {
    context.log().accept(line);
  }

  @Override
  public void failing(String reason) {
    if (settings.failing()) {
      failure = reason;
    }
  }

  /** Throws what a session that fails its runs has to say. */
  void throwFailure() {
    if (!failure.isEmpty()) {
      throw new UncheckedIOException(new IOException("tracking failed: " + failure));
    }
  }

  @Override
  public Delivery sync(Path runFolder) {
    return new FolderSync(server(), settings, context).sync(runFolder);
  }

  @Override
  public synchronized Delivery close(Duration patience) {
    if (result != null) {
      return result;
    }
    closed = true;
    result = sender == null ? Delivery.NOTHING : sender.close(patience);
    runs.forEach(SpooledRun::close);
    if (result.pending() > 0 && settings.failing()) {
      throw new UncheckedIOException(
          new IOException("tracking failed: " + String.join("; ", result.problems())));
    }
    return result;
  }
}
