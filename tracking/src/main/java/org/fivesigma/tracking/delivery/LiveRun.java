package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.fivesigma.spi.track.MetricPoint;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.Point;
import org.fivesigma.tracking.spool.Spool;
import org.fivesigma.tracking.spool.SpoolEvent;

/**
 * A run that is going on. What is told of it goes to the spool at once, in the caller's thread; the
 * session's threads read the spool and send.
 */
final class LiveRun implements TrackedRun {
  private final MlflowSession session;
  private final Path folder;
  private final Optional<Spool> spool;
  private final RunDelivery delivery;
  private final Set<Point.Identity> told = new HashSet<>();
  private final AtomicBoolean spoolFailed = new AtomicBoolean();
  private final AtomicLong systemSamples = new AtomicLong();
  private final Sending sending;
  private volatile boolean ended;
  private volatile boolean done;
  private volatile boolean attached;
  private volatile boolean compared;
  private boolean announced;
  private long position;

  /**
   * @param spool empty where it cannot be written; the run folder is all there is then
   * @param earlier what the spool of an interrupted run holds already; its points are not told
   *     twice
   */
  LiveRun(
      MlflowSession session,
      Path folder,
      Optional<Spool> spool,
      RunDelivery delivery,
      List<SpoolEvent> earlier) {
    this.session = session;
    this.folder = folder;
    this.spool = spool;
    this.delivery = delivery;
    this.sending = session.sending(this);
    for (SpoolEvent event : earlier) {
      if (event instanceof SpoolEvent.Metric m) {
        told.add(new Point(m.key(), m.value(), m.step(), m.time()).identity());
        if (m.key().equals(SystemMetrics.FIRST)) {
          systemSamples.incrementAndGet();
        }
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

  /** A sample of the machine; its step is its number. */
  void system(Map<String, Double> values, long time) {
    long step = systemSamples.getAndIncrement();
    values.forEach((key, value) -> write(new SpoolEvent.Metric(key, value, step, time)));
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
    ended = true;
    sending.askNow();
  }

  private void write(SpoolEvent event) {
    session.throwFailure();
    if (ended) {
      return;
    }
    if (spool.isPresent()) {
      try {
        spool.get().append(event);
      } catch (IOException e) {
        // History and results are in the run folder all the same; they are sent at the end.
        if (spoolFailed.compareAndSet(false, true)) {
          session.say("cannot write to " + folder.resolve(Spool.FOLDER) + ": " + e.getMessage());
        }
      }
    }
    session.wake(sending);
  }

  /** Sends what is new; and, once the run is over, whatever else the server lacks. */
  synchronized long deliver() throws DeliveryException, IOException {
    if (done) {
      return 0;
    }
    if (!announced) {
      delivery.running();
      delivery.attach().ifPresent(run -> session.announce(folder, run));
      announced = true;
    }
    attached = true;
    if (!ended) {
      return sendNew();
    }
    long sent = delivery.complete();
    compared = true;
    done = delivery.problems().isEmpty();
    closeSpool();
    return sent;
  }

  private long sendNew() throws DeliveryException, IOException {
    long sent = 0;
    while (spool.isPresent() && !ended) {
      Spool.Piece piece = spool.get().read(position, Batches.POINTS);
      if (piece.events().isEmpty()) {
        return sent;
      }
      delivery.send(piece.events());
      position = piece.position();
      sent += piece.events().size();
    }
    return sent;
  }

  /** After a refusal: the run, or its experiment, may be gone. */
  synchronized void doubt() {
    delivery.doubt();
  }

  private void closeSpool() throws IOException {
    if (spool.isPresent()) {
      spool.get().close();
    }
  }

  /** Lets go of the spool; what was not delivered stays in it. */
  synchronized void close() throws IOException {
    ended = true;
    closeSpool();
  }

  /** Whether the server has this run. */
  boolean attached() {
    return attached;
  }

  Path folder() {
    return folder;
  }

  Sending sending() {
    return sending;
  }

  boolean ended() {
    return ended;
  }

  /** Whether the server, the run being over, has all of it that it takes. */
  boolean compared() {
    return compared;
  }

  /** Whether the server has all of it. */
  boolean done() {
    return done;
  }
}
