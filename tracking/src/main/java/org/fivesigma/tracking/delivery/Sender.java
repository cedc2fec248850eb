package org.fivesigma.tracking.delivery;

import java.nio.file.Path;
import java.time.Duration;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.tracking.spool.RunFacts;

/**
 * Sends what the spools of runs hold while they grow, and when a run is over the rest of its
 * folder. Its calls return at once, but for the last.
 */
public interface Sender {
  /** From now on sends this run. */
  void follow(Path folder, RunFacts facts);

  /** A run is over: its folder is complete. */
  void ended(Path folder);

  /**
   * Waits until all runs are delivered, but no longer than this, and ends. Called once.
   *
   * @return what they came to
   */
  Delivery close(Duration patience);

  /** What is told while sending. Called by threads of the sender. */
  interface Listener {
    /** One line for the user. */
    void log(String line);

    /** Sending has failed several times in a row, for this reason. */
    void failing(String reason);
  }
}
