package org.fivesigma.tracking.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.ServerRun;
import org.fivesigma.tracking.spool.Spool;
import org.fivesigma.tracking.spool.Spool.Part;
import org.fivesigma.tracking.spool.SpoolEvent;

/**
 * A run that is being sent while it goes on: what its spools hold, and what its machine was doing
 * meanwhile.
 */
final class LiveRun {
  private final Path folder;
  private final Optional<Spool> machine;
  private final RunDelivery delivery;
  private final Sending sending;
  private final AtomicLong samples = new AtomicLong();
  private final Map<Part, Long> positions = new EnumMap<>(Part.class);
  private volatile long seen;
  private volatile boolean ended;
  private volatile boolean done;
  private volatile boolean attached;
  private volatile boolean compared;
  private boolean greeted;

  /**
   * @param machine where the use of the machine is written; empty where it cannot be
   * @param earlier what the spools of an interrupted run hold already
   */
  LiveRun(
      Path folder,
      Optional<Spool> machine,
      RunDelivery delivery,
      List<SpoolEvent> earlier,
      Sending sending) {
    this.folder = folder;
    this.machine = machine;
    this.delivery = delivery;
    this.sending = sending;
    for (SpoolEvent event : earlier) {
      if (event instanceof SpoolEvent.Metric m && m.key().equals(SystemMetrics.FIRST)) {
        samples.incrementAndGet();
      }
    }
  }

  /** A sample of the machine; its step is its number. */
  void system(Map<String, Double> values, long time) throws IOException {
    if (machine.isPresent() && !ended) {
      long step = samples.getAndIncrement();
      for (Map.Entry<String, Double> e : values.entrySet()) {
        machine.get().append(new SpoolEvent.Metric(e.getKey(), e.getValue(), step, time));
      }
    }
  }

  /** Whether there is something in the spools that was not looked at. */
  boolean hasNews() throws IOException {
    long size = 0;
    for (Part part : Part.values()) {
      size += Spool.size(folder, part);
    }
    return size > seen;
  }

  /** Nothing more will be told. */
  void end() {
    ended = true;
  }

  /**
   * Makes the run known to the server.
   *
   * @return the run, the first time that it is there
   */
  synchronized Optional<ServerRun> greet() throws DeliveryException {
    if (greeted) {
      return Optional.empty();
    }
    delivery.running();
    Optional<ServerRun> run = delivery.attach();
    greeted = true;
    attached = true;
    return run;
  }

  /** Sends what is new; and, once the run is over, whatever else the server lacks. */
  synchronized long deliver() throws DeliveryException, IOException {
    if (done) {
      return 0;
    }
    if (!ended) {
      return sendNew();
    }
    long sent = delivery.complete();
    compared = true;
    done = delivery.problems().isEmpty();
    close();
    return sent;
  }

  private long sendNew() throws DeliveryException, IOException {
    long sent = 0;
    for (Part part : Part.values()) {
      while (!ended) {
        Spool.Piece piece =
            Spool.read(folder, part, positions.getOrDefault(part, 0L), Batches.POINTS);
        if (piece.events().isEmpty()) {
          break;
        }
        delivery.send(piece.events());
        positions.put(part, piece.position());
        seen = positions.values().stream().mapToLong(p -> p).sum();
        sent += piece.events().size();
      }
    }
    return sent;
  }

  /** After a refusal: the run, or its experiment, may be gone. */
  synchronized void doubt() {
    delivery.doubt();
  }

  /** Lets go of the folder; what was not delivered stays in it. */
  synchronized void close() throws IOException {
    ended = true;
    if (machine.isPresent()) {
      machine.get().close();
    }
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
