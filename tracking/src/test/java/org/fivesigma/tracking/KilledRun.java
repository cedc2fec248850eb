package org.fivesigma.tracking;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.tracking.delivery.MlflowSession;

/** A program that runs until somebody kills it, started by a test. */
public final class KilledRun {
  private KilledRun() {}

  /** Arguments: address, run folder, experiment, start. */
  public static void main(String[] args) throws InterruptedException {
    MlflowSession session =
        RealServer.session(URI.create(args[0]), Map.of(), new ArrayList<>(), Optional.empty());
    TestRun run = new TestRun(Path.of(args[1]), args[2], Instant.parse(args[3])).begin(session);
    for (int step = 1; ; step++) {
      run.point(step, "train/loss", 1.0 / step);
      run.point(step, "valid/auc", 1 - 0.5 / step);
      Thread.sleep(2);
    }
  }
}
