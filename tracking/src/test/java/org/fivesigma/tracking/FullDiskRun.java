package org.fivesigma.tracking;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.tracking.delivery.MlflowSession;

/** A program whose files may not grow as long as its spool, started by a test. */
public final class FullDiskRun {
  private FullDiskRun() {}

  /** Arguments: address, run folder, experiment, start. */
  public static void main(String[] args) {
    List<String> log = new ArrayList<>();
    MlflowSession session =
        RealServer.session(URI.create(args[0]), Map.of(), log, Optional.empty());
    TestRun run = new TestRun(Path.of(args[1]), args[2], Instant.parse(args[3])).begin(session);
    run.train(300).results().finish();
    System.out.println(session.close(Duration.ofSeconds(60)) + " " + log);
  }
}
