package org.fivesigma.tracking;

import java.nio.file.Path;
import java.time.Duration;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.spi.track.Tracker;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;

/** {@code tracking: none}: the run folder is all there is. */
public final class NoTracker implements Tracker {
  @Override
  public TrackerSession open(TrackerContext context) {
    return new TrackerSession() {
      @Override
      public TrackedRun begin(RunStart start) {
        return TrackedRun.none();
      }

      @Override
      public Delivery sync(Path runFolder) {
        return Delivery.NOTHING;
      }

      @Override
      public Delivery close(Duration patience) {
        return Delivery.NOTHING;
      }
    };
  }
}
