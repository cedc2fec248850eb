package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fivesigma.spi.track.MetricPoint;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.tracking.client.Point;
import org.fivesigma.tracking.spool.Spool;
import org.fivesigma.tracking.spool.SpoolEvent;

/**
 * A run that is going on, as those see it who tell of it: what is told goes to the spool at once,
 * in the caller's thread, and nowhere else.
 */
final class SpooledRun implements TrackedRun {
  private final MlflowSession session;
  private final Path folder;
  private final Optional<Spool> spool;
  private final Set<Point.Identity> told = new HashSet<>();
  private final AtomicBoolean spoolFailed = new AtomicBoolean();
  private volatile boolean ended;

  /**
   * @param spool empty where it cannot be written; the run folder is all there is then
   * @param earlier what the spool of an interrupted run holds already; its points are not told
   *     twice
   */
  SpooledRun(MlflowSession session, Path folder, Optional<Spool> spool, List<SpoolEvent> earlier) {
    this.session = session;
    this.folder = folder;
    this.spool = spool;
    for (SpoolEvent event : earlier) {
      if (event instanceof SpoolEvent.Metric m) {
        told.add(new Point(m.key(), m.value(), m.step(), m.time()).identity());
      }
    }
  }

  @Override
  public void metric(MetricPoint point) {
    long time = point.time().toEpochMilli();
    if (!told.isEmpty()
        && told.contains(new Point(point.key(), point.value(), point.step(), time).identity())) {
      return;
    }
    write(new SpoolEvent.Metric(point.key(), point.value(), point.step(), time));
  }

  @Override
  public void parameters(Map<String, String> parameters) {
    parameters.forEach((k, v) -> write(new SpoolEvent.Param(k, v)));
  }

  @Override
  public void tag(String key, String value) {
    write(new SpoolEvent.Tag(key, value));
  }

  @Override
  public void end(RunEnd end) {
    write(new SpoolEvent.End(end.status().name(), end.reason(), end.ended().toEpochMilli()));
    close();
    session.ended(folder);
  }

  private void write(SpoolEvent event) {
    session.throwFailure();
    if (ended || spool.isEmpty()) {
      return;
    }
    try {
      spool.get().append(event);
    } catch (IOException e) {
      // History and results are in the run folder all the same; they are sent at the end.
      if (spoolFailed.compareAndSet(false, true)) {
        session.say("cannot write to " + folder.resolve(Spool.FOLDER) + ": " + e.getMessage());
      }
    }
  }

  /** Lets go of the spool; nothing is written any more. */
  void close() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (spool.isPresent()) {
        spool.get().close();
      }
    } catch (IOException e) {
      session.say("cannot close " + folder.resolve(Spool.FOLDER) + ": " + e.getMessage());
    }
  }
}
