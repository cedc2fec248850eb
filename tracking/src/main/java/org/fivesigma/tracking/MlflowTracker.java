package org.fivesigma.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.track.Tracker;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ServerAddress;
import org.fivesigma.tracking.delivery.MlflowSession;
import org.fivesigma.tracking.delivery.Sender;
import org.fivesigma.tracking.sender.SenderProcess;
import org.fivesigma.tracking.server.LocalServer;

/**
 * Tracking by an MLflow server: the one of the option {@code uri}, else of {@code
 * MLFLOW_TRACKING_URI}, else the one that the command {@code ui} started for {@code runs/} of the
 * current folder, now or later.
 */
public final class MlflowTracker implements Tracker {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration SYSTEM = Duration.ofSeconds(10);

  private final MlflowOptions options;

  /** Opens nothing. */
  public MlflowTracker(MlflowOptions options) {
    this.options = options;
  }

  @Override
  public TrackerSession open(TrackerContext context) {
    boolean failing = options.onFailure().equals("fail");
    MlflowSession session =
        new MlflowSession(
            new MlflowSession.Settings(
                where(options.uri(), context.workingFolder().resolve("runs"), context),
                options.experiment(),
                options.register(),
                failing,
                MlflowHttp.Limits.DEFAULT,
                PAUSE,
                SYSTEM),
            context,
            own -> sender(own, context));
    if (failing) {
      check(session);
    }
    return session;
  }

  /** A process of its own; threads of this one where none can be started. */
  private Sender sender(MlflowSession session, TrackerContext context) {
    try {
      return new SenderProcess(options.uri(), PAUSE, SYSTEM, context, session);
    } catch (IOException e) {
      session.log("tracking: no process can be started to send runs (" + e.getMessage() + ")");
      return session.threads();
    }
  }

  private static void check(MlflowSession session) {
    try {
      session.server().ping();
    } catch (DeliveryException e) {
      session.close(Duration.ZERO);
      throw UserError.of("tracking-server", e.getMessage())
          .at("uri")
          .hint("on_failure: spool runs without a server and sends later")
          .because(e);
    }
  }

  /**
   * The address as an option, the environment or the local server gives it.
   *
   * @param runs the folder whose local server is meant
   * @throws UserError for an address that cannot be one
   */
  public static Supplier<ServerAddress> where(
      Optional<String> uri, Path runs, TrackerContext context) {
    String fromEnvironment = context.environment().getOrDefault("MLFLOW_TRACKING_URI", "");
    Optional<String> given =
        uri.or(() -> Optional.of(fromEnvironment).filter(text -> !text.isBlank()));
    if (given.isPresent()) {
      ServerAddress address = ServerAddress.of(given.get(), context.environment());
      return () -> address;
    }
    LocalServer local = new LocalServer(runs.toAbsolutePath().normalize());
    return () ->
        local
            .address()
            .map(found -> ServerAddress.of(found.toString(), context.environment()))
            .orElseThrow(
                () ->
                    unknown(
                        "no tracking server is known: './fivesigma ui' starts one and sends this"
                            + " run, or set tracking.uri"));
  }

  private static UncheckedIOException unknown(String message) {
    return new UncheckedIOException(message, new IOException(message));
  }
}
