package org.fivesigma.spi.track;

import java.nio.file.Path;
import java.time.Duration;

/** A tracker at work, from the start of the program to its end; many runs may be open at once. */
public interface TrackerSession extends AutoCloseable {
  /**
   * Begins a run, or goes on with the one that this run folder already is. Children are begun after
   * their parent, and may end after it.
   */
  TrackedRun begin(RunStart start);

  /**
   * Sends what a run folder that is no longer written to holds and the tracker lacks: its metrics,
   * parameters, tags and files, then those of the runs inside it. Waits for the end. Doing it twice
   * is doing it once.
   */
  Delivery sync(Path runFolder);

  /**
   * Waits until everything is delivered, but no longer than this; then lets go of all threads and
   * connections. Further calls, and {@link #close()}, do nothing.
   *
   * @return what all runs of this session came to
   */
  Delivery close(Duration patience);

  /** Closes without waiting. */
  @Override
  default void close() {
    close(Duration.ZERO);
  }
}
