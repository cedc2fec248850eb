package org.fivesigma.serving;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.fivesigma.serving.events.Refusal;

/**
 * Collects the body of a request as it arrives, without a thread that waits for it, within limits
 * of its size, of all bodies together, and of time.
 */
final class Body {
  private final Request request;
  private final long most;
  private final AtomicLong all;
  private final long mostOfAll;
  private final BiConsumer<byte[], Throwable> done;
  private final AtomicBoolean over = new AtomicBoolean();
  private final ScheduledFuture<?> deadline;
  private byte[] bytes;
  private int size;

  private Body(
      Request request,
      Limits limits,
      ScheduledExecutorService clock,
      BiConsumer<byte[], Throwable> done) {
    this.request = request;
    this.most = limits.most;
    this.all = limits.all;
    this.mostOfAll = limits.mostOfAll;
    this.done = done;
    long length = request.getLength();
    this.bytes = new byte[(int) Math.max(1024, Math.min(length < 0 ? 0 : length, 1 << 20))];
    this.deadline =
        clock.schedule(
            () ->
                finish(
                    new Refusal(
                        408,
                        "slow-request",
                        "the body did not arrive within " + limits.seconds + " seconds")),
            limits.seconds,
            TimeUnit.SECONDS);
  }

  /**
   * What bodies may take.
   *
   * @param most bytes of one body
   * @param all bytes of all bodies being held
   * @param mostOfAll the most of them
   * @param seconds how long a body may take to arrive
   */
  record Limits(long most, AtomicLong all, long mostOfAll, long seconds) {}

  /**
   * Reads a body.
   *
   * @param done called once: with the body, whose bytes count against all until {@link #release},
   *     or with what went wrong
   */
  static void read(
      Request request,
      Limits limits,
      ScheduledExecutorService clock,
      BiConsumer<byte[], Throwable> done) {
    if (request.getLength() > limits.most) {
      done.accept(null, tooLarge(limits.most));
      return;
    }
    new Body(request, limits, clock, done).more();
  }

  /** A body is no longer held. */
  static void release(Limits limits, byte[] body) {
    limits.all.addAndGet(-body.length);
  }

  private static Refusal tooLarge(long most) {
    return new Refusal(413, "body-too-large", "a body may have at most " + most + " bytes")
        .hint("send the events in several requests");
  }

  private void more() {
    while (!over.get()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::more);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        finish(chunk.getFailure());
        return;
      }
      boolean last = chunk.isLast();
      boolean fits = take(chunk.getByteBuffer());
      chunk.release();
      if (!fits) {
        return;
      }
      if (last) {
        succeed();
        return;
      }
    }
  }

  /** Keeps a part; false when the request is over. */
  private boolean take(ByteBuffer part) {
    int n = part.remaining();
    if (size + (long) n > most) {
      finish(tooLarge(most));
      return false;
    }
    if (all.get() + n > mostOfAll) {
      finish(
          new Refusal(503, "overloaded", "too much is being uploaded at once")
              .hint("try again in a moment"));
      return false;
    }
    synchronized (this) {
      if (over.get()) {
        return false;
      }
      if (size + n > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(2L * bytes.length, size + n)));
      }
      part.get(bytes, size, n);
      size += n;
      all.addAndGet(n);
      return true;
    }
  }

  private void succeed() {
    if (over.compareAndSet(false, true)) {
      deadline.cancel(false);
      done.accept(size == bytes.length ? bytes : Arrays.copyOf(bytes, size), null);
    }
  }

  private void finish(Throwable failure) {
    synchronized (this) {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      all.addAndGet(-size);
    }
    deadline.cancel(false);
    done.accept(null, failure);
  }
}
