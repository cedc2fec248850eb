package org.fivesigma.serving;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.bundle.Decisions;
import org.fivesigma.serving.events.Answers;
import org.fivesigma.serving.events.CsvEvents;
import org.fivesigma.serving.events.Events;
import org.fivesigma.serving.events.InputColumns;
import org.fivesigma.serving.events.JsonEvents;
import org.fivesigma.serving.events.Refusal;
import org.fivesigma.spi.UserError;

/** {@code POST /v1/predict}: events in, scores out. */
final class PredictEndpoint implements AutoCloseable {
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");
  private static final Map<String, String> LATER = Map.of("Retry-After", "1");

  private final Bundle bundle;
  private final InputColumns input;
  private final Answers answers;
  private final ServiceMetrics metrics;
  private final ScoringQueue queue;
  private final ThreadPoolExecutor readers;
  private final ScheduledExecutorService clock;
  private final Body.Limits limits;
  private final long timeoutNanos;

  PredictEndpoint(
      Bundle bundle, ServeOptions options, ServiceMetrics metrics, ScheduledExecutorService clock) {
    this.bundle = bundle;
    this.input = new InputColumns(bundle.manifest());
    this.answers = new Answers(bundle.manifest());
    this.metrics = metrics;
    this.clock = clock;
    this.queue = new ScoringQueue(bundle, options.threads(), options.maxWaiting(), metrics);
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task, "read-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    this.readers =
        new ThreadPoolExecutor(
            options.threads(),
            options.threads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(options.maxWaiting()),
            threads);
    long quarter = Runtime.getRuntime().maxMemory() / 4;
    this.limits =
        new Body.Limits(
            Math.min(options.maxBodyBytes(), quarter),
            new AtomicLong(),
            quarter,
            Math.max(1, options.timeout().toSeconds()));
    this.timeoutNanos = options.timeout().toNanos();
  }

  /** The form of the events in a body. */
  private record Given(boolean json, Optional<Boolean> header) {}

  /** Answers a request, now or later. */
  void answer(Reply reply) {
    Given given;
    Answers.Form form;
    try {
      given = given(reply.request());
      form = wanted(reply.request(), given);
    } catch (Refusal e) {
      reply.refuse(e, CLOSE);
      return;
    }
    Body.read(
        reply.request(),
        limits,
        clock,
        (body, failure) -> {
          if (failure instanceof Refusal refusal) {
            reply.refuse(refusal, CLOSE);
          } else if (failure != null) {
            reply.giveUp(failure);
          } else {
            parse(reply, body, given, form);
          }
        });
  }

  private void parse(Reply reply, byte[] body, Given given, Answers.Form form) {
    try {
      readers.execute(
          () -> {
            try {
              Events events =
                  given.json
                      ? JsonEvents.read(body, input)
                      : CsvEvents.read(body, input, given.header);
              score(reply, events, form);
            } catch (Refusal e) {
              reply.refuse(e, Map.of());
            } catch (RuntimeException | Error e) {
              fail(reply, e);
            } finally {
              Body.release(limits, body);
            }
          });
    } catch (RejectedExecutionException e) {
      Body.release(limits, body);
      overloaded(reply);
    }
  }

  private void score(Reply reply, Events events, Answers.Form form) {
    ScoringQueue.Job job =
        new ScoringQueue.Job(
            events,
            System.nanoTime() + timeoutNanos,
            (scores, failure) -> {
              try {
                if (failure != null) {
                  fail(reply, failure);
                } else {
                  send(reply, events, scores, form);
                }
              } catch (RuntimeException | Error e) {
                fail(reply, e);
              }
            });
    if (!queue.offer(job)) {
      overloaded(reply);
    }
  }

  private void send(Reply reply, Events events, double[] scores, Answers.Form form) {
    Decisions decisions = Decisions.of(bundle.manifest(), scores, events.rows());
    reply.send(200, form.type(), answers.write(form, events, scores, decisions));
    metrics.scored(events, decisions);
  }

  private static void overloaded(Reply reply) {
    reply.refuse(
        new Refusal(503, "overloaded", "too many requests wait for their scores")
            .hint("try again in a moment"),
        LATER);
  }

  private static void fail(Reply reply, Throwable e) {
    if (e instanceof ScoringQueue.TimedOut) {
      reply.refuse(
          new Refusal(503, "timeout", "the request waited too long for its scores")
              .hint("try again in a moment"),
          LATER);
    } else if (e instanceof UserError user) {
      reply.refuse(Refusal.bad(user.code(), user.getMessage()), Map.of());
    } else if (e instanceof OutOfMemoryError) {
      reply.refuse(
          new Refusal(503, "overloaded", "there is not enough memory for this request now")
              .hint("send the events in several requests"),
          LATER);
    } else {
      reply.refuse(new Refusal(500, "internal", "the service failed at this request"), Map.of());
    }
  }

  private static Given given(Request request) {
    String header = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String[] parts = (header == null ? "" : header).toLowerCase(Locale.ROOT).split(";", -1);
    String type = parts[0].trim();
    Optional<Boolean> named = Optional.empty();
    for (int i = 1; i < parts.length; i++) {
      String[] parameter = parts[i].trim().split("=", 2);
      if (parameter[0].trim().equals("header") && parameter.length == 2) {
        named = Optional.of(!parameter[1].trim().equals("absent"));
      }
      if (parameter[0].trim().equals("charset")
          && parameter.length == 2
          && !parameter[1].trim().replace("\"", "").matches("utf-?8|us-ascii")) {
        throw new Refusal(415, "unsupported-media-type", "the body is to be in UTF-8");
      }
    }
    return switch (type) {
      case "application/json" -> new Given(true, named);
      // what curl sends with --data when it is not told otherwise is taken for csv
      case "", "text/csv", "text/plain", "application/csv", "application/x-www-form-urlencoded" ->
          new Given(false, named);
      default ->
          throw new Refusal(
                  415,
                  "unsupported-media-type",
                  "events come as text/csv or application/json, not as this type")
              .hint("set the header Content-Type");
    };
  }

  private static Answers.Form wanted(Request request, Given given) {
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    if (accept == null || accept.isBlank()) {
      return given.json ? Answers.Form.JSON : Answers.Form.CSV;
    }
    Answers.Form best = null;
    double bestQuality = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.trim().split(";", -1);
      double quality = 1;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].trim();
        if (parameter.startsWith("q=")) {
          try {
            quality = Double.parseDouble(parameter.substring(2));
          } catch (NumberFormatException e) {
            quality = 0;
          }
        }
      }
      Answers.Form form =
          switch (parts[0].trim()) {
            case "application/json", "application/*" -> Answers.Form.JSON;
            case "text/csv", "text/*" -> Answers.Form.CSV;
            case "text/plain" -> Answers.Form.PLAIN;
            case "*/*", "*" -> given.json ? Answers.Form.JSON : Answers.Form.CSV;
            default -> null;
          };
      if (form != null && quality > bestQuality) {
        best = form;
        bestQuality = quality;
      }
    }
    if (best == null) {
      throw new Refusal(
              406, "not-acceptable", "answers come as application/json, text/csv or text/plain")
          .hint("set the header Accept to one of them");
    }
    return best;
  }

  /** Ends when everything taken is answered. */
  @Override
  public void close() {
    readers.shutdown();
    try {
      readers.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.close();
  }
}
