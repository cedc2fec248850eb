package org.fivesigma.tracking.sender;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;
import org.fivesigma.tracking.MlflowOptions;
import org.fivesigma.tracking.MlflowTracker;
import org.fivesigma.tracking.TestRun;

/** A program that is tracked as an experiment is, until somebody kills it; started by a test. */
public final class TrackedProgram {
  private TrackedProgram() {}

  /** Arguments: address, run folder, experiment, start. */
  public static void main(String[] args) throws InterruptedException {
    List<String> log = new CopyOnWriteArrayList<>();
    TrackerSession session =
        new MlflowTracker(
                new MlflowOptions(
                    Optional.of(args[0]), Optional.empty(), Optional.empty(), "spool"))
            .open(new TrackerContext(System.getenv(), "0.1.0", log::add));
    TestRun run = new TestRun(Path.of(args[1]), args[2], Instant.parse(args[3])).begin(session);
    for (int step = 1; ; step++) {
      run.point(step, "train/loss", 1.0 / step);
      Thread.sleep(5);
    }
  }
}
