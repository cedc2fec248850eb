package org.fivesigma.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.core.bundle.Decisions;
import org.fivesigma.serving.events.Events;

/** Counts what the service does, for Prometheus (text format 0.0.4). Thread-safe. */
final class ServiceMetrics {
  private static final double[] BOUNDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };
  private static final long PAGE = 4096;

  private final BundleManifest manifest;
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
  private final LongAdder[] seconds = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder batchRows = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder[] classes;
  private final LongAdder[] outside;
  private final AtomicLong inFlight = new AtomicLong();

  ServiceMetrics(BundleManifest manifest) {
    this.manifest = manifest;
    this.classes = adders(manifest.classes().size());
    this.outside = adders(manifest.features().size());
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = new LongAdder();
    }
  }

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  /** A request came. */
  void begin() {
    inFlight.incrementAndGet();
  }

  /** A request was answered. */
  void end(String path, int status, long nanosTaken) {
    inFlight.decrementAndGet();
    requests
        .computeIfAbsent("path=\"" + path + "\",status=\"" + status + "\"", k -> new LongAdder())
        .increment();
    if (path.equals("/v1/predict")) {
      nanos.add(nanosTaken);
      int bucket = 0;
      while (bucket < BOUNDS.length && nanosTaken / 1e9 > BOUNDS[bucket]) {
        bucket++;
      }
      seconds[bucket].increment();
    }
  }

  /** Requests being answered. */
  long inFlight() {
    return inFlight.get();
  }

  /** So many events are scored at once. */
  void batch(int rows) {
    batches.increment();
    batchRows.add(rows);
  }

  /** Events were scored. */
  void scored(Events scored, Decisions decisions) {
    events.add(scored.rows());
    for (int i = 0; i < scored.rows(); i++) {
      classes[decisions.classes()[i]].increment();
      if (decisions.accepted()[i] == 1) {
        accepted.increment();
      }
    }
    List<BundleManifest.Feature> features = manifest.features();
    for (int f = 0; f < outside.length; f++) {
      long n = features.get(f).outside(scored.values()[f]);
      if (n > 0) {
        outside[f].add(n);
      }
    }
  }

  /** The page that Prometheus reads. */
  String text() {
    StringBuilder out = new StringBuilder();
    head(out, "fivesigma_requests_total", "counter", "Requests answered.");
    new TreeMap<>(requests)
        .forEach((labels, n) -> line(out, "fivesigma_requests_total{" + labels + "}", n.sum()));
    head(out, "fivesigma_request_seconds", "histogram", "Time from request to answer of predict.");
    long sum = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      sum += seconds[i].sum();
      line(out, "fivesigma_request_seconds_bucket{le=\"" + BOUNDS[i] + "\"}", sum);
    }
    sum += seconds[BOUNDS.length].sum();
    line(out, "fivesigma_request_seconds_bucket{le=\"+Inf\"}", sum);
    out.append("fivesigma_request_seconds_sum ").append(nanos.sum() / 1e9).append('\n');
    line(out, "fivesigma_request_seconds_count", sum);
    gauge(out, "fivesigma_in_flight", "Requests being answered.", inFlight.get());
    counter(out, "fivesigma_events_total", "Events scored.", events.sum());
    counter(out, "fivesigma_batches_total", "Batches scored.", batches.sum());
    counter(out, "fivesigma_batch_events_total", "Events in them.", batchRows.sum());
    counter(out, "fivesigma_accepted_total", "Events that the cut accepted.", accepted.sum());
    head(out, "fivesigma_class_total", "counter", "Events by the class chosen.");
    for (int c = 0; c < classes.length; c++) {
      line(
          out,
          "fivesigma_class_total{class=\"" + label(manifest.classes().get(c)) + "\"}",
          classes[c].sum());
    }
    head(
        out,
        "fivesigma_outside_range_total",
        "counter",
        "Values outside the range seen in training.");
    for (int f = 0; f < outside.length; f++) {
      line(
          out,
          "fivesigma_outside_range_total{feature=\""
              + label(manifest.features().get(f).name())
              + "\"}",
          outside[f].sum());
    }
    Runtime runtime = Runtime.getRuntime();
    gauge(
        out,
        "fivesigma_heap_bytes",
        "Java heap in use.",
        runtime.totalMemory() - runtime.freeMemory());
    residentMemory()
        .ifPresent(
            n -> gauge(out, "process_resident_memory_bytes", "Resident memory, native too.", n));
    return out.toString();
  }

  private static java.util.OptionalLong residentMemory() {
    try {
      String[] fields = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
      return java.util.OptionalLong.of(Long.parseLong(fields[1]) * PAGE);
    } catch (IOException | RuntimeException e) {
      return java.util.OptionalLong.empty(); // not on Linux
    }
  }

  private static void counter(StringBuilder out, String name, String help, long value) {
    head(out, name, "counter", help);
    line(out, name, value);
  }

  private static void gauge(StringBuilder out, String name, String help, long value) {
    head(out, name, "gauge", help);
    line(out, name, value);
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String name, long value) {
    out.append(name).append(' ').append(value).append('\n');
  }

  private static String label(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
