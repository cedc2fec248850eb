package org.fivesigma.cli;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Extension.NoOptions;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerServer;

/** What the commands {@code ui} and {@code sync} share. */
final class TrackerServers {
  private TrackerServers() {}

  /** Calls the installed tracking server; what it cannot do is an error with exit code 1. */
  static <T> T call(Program program, Function<TrackerServer, T> action) {
    List<Extension<TrackerServer>> all = program.catalog().extensions(Kinds.TRACKER_SERVER);
    if (all.isEmpty()) {
      throw UserError.of("not-available", "no installed plugin has a tracking server");
    }
    try {
      return action.apply(all.get(0).factory().apply(new NoOptions()));
    } catch (UncheckedIOException e) {
      throw new CommandFailed(
          ExitCode.FAILED, UserError.of("tracking-server", e.getMessage()).because(e));
    }
  }

  /** What a tracking server may use. */
  static TrackerContext context(Program program) {
    return new TrackerContext(
        program.environment(), Services.version(), program.folder(), program.console()::message);
  }

  /** Tells what could not be delivered, and answers with the exit code. */
  static int exit(Console console, Delivery delivery) {
    delivery.problems().forEach(problem -> console.message("not sent: " + problem));
    return delivery.pending() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
  }

  /** A delivery for {@code --json}. */
  static Map<String, Object> document(Delivery delivery) {
    return Map.of(
        "runs", delivery.runs(),
        "sent", delivery.sent(),
        "pending", delivery.pending(),
        "problems", delivery.problems());
  }

  /** A delivery in words. */
  static String words(Delivery delivery) {
    String what =
        delivery.sent() == 0 ? "nothing was missing" : "sent " + delivery.sent() + " items";
    String left = delivery.pending() == 0 ? "" : ", " + delivery.pending() + " runs incomplete";
    return what + " of " + delivery.runs() + " runs" + left;
  }
}
