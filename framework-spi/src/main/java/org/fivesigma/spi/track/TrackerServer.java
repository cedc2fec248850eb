package org.fivesigma.spi.track;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The other side of a tracker, as the commands {@code ui} and {@code sync} use it (kind {@code
 * tracker_server}).
 */
public interface TrackerServer {
  /**
   * Starts a server on this machine for the results under a folder {@code runs}, or finds the one
   * that is running for it, waits until it answers, and sends it every run it lacks. The server
   * outlives the program.
   *
   * @param runs the folder; made if absent
   * @param port where to listen; empty: any free port
   * @throws org.fivesigma.spi.UserError for a port that is taken
   * @throws java.io.UncheckedIOException where the server cannot be installed or does not start;
   *     the message says why and names its log
   */
  Shown start(Path runs, OptionalInt port, TrackerContext context);

  /** Stops the server of a folder {@code runs}; false when none is running. */
  boolean stop(Path runs, TrackerContext context);

  /**
   * Sends what run folders hold and the server lacks, the runs inside them included.
   *
   * @param uri the server; empty: {@code MLFLOW_TRACKING_URI} or its like, else each run's own,
   *     else the local server of the folder {@code runs} if it is running
   * @throws org.fivesigma.spi.UserError where no server is known
   */
  Delivery sync(Path runs, List<Path> runFolders, Optional<String> uri, TrackerContext context);

  /**
   * A running server.
   *
   * @param page what to open in a browser
   * @param found whether it was running already
   * @param delivery what was sent to it
   */
  record Shown(URI page, boolean found, Delivery delivery) {}
}
