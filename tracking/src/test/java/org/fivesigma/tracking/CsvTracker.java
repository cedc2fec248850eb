package org.fivesigma.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.MetricPoint;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.spi.track.Tracker;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;

/**
 * A whole tracker as an example: one line in one CSV file for everything that a run tells. What it
 * writes is on disk when a call returns, so nothing is ever pending.
 */
public final class CsvTracker implements Tracker {
  private final Path file;

  /** Where the lines go. */
  public record Options(
      @Option(description = "The file.", value = "runs.csv", example = "all-runs.csv") Path file) {}

  /** What makes it {@code tracking: {type: csv, file: all-runs.csv}}. */
  public static final class CsvPlugin implements Plugin {
    @Override
    public String name() {
      return "csv-tracker";
    }

    @Override
    public List<Extension<?>> extensions() {
      return List.of(
          Extension.of(
              Kinds.TRACKER,
              "csv",
              "Appends every value of every run to one CSV file.",
              Options.class,
              CsvTracker::new));
    }
  }

  CsvTracker(Options options) {
    this.file = options.file();
  }

  @Override
  public TrackerSession open(TrackerContext context) {
    AtomicInteger runs = new AtomicInteger();
    return new TrackerSession() {
      private Delivery result;

      @Override
      public TrackedRun begin(RunStart start) {
        runs.incrementAndGet();
        CsvRun run = new CsvRun(start.experiment() + "/" + start.name());
        run.parameters(start.parameters());
        start.tags().forEach(run::tag);
        return run;
      }

      @Override
      public Delivery sync(Path runFolder) {
        return Delivery.NOTHING;
      }

      @Override
      public synchronized Delivery close(Duration patience) {
        if (result == null) {
          result = new Delivery(runs.get(), runs.get(), 0, List.of());
        }
        return result;
      }
    };
  }

  private final class CsvRun implements TrackedRun {
    private final String name;

    CsvRun(String name) {
      this.name = name;
    }

    @Override
    public void metric(MetricPoint point) {
      line("metric", point.key(), Long.toString(point.step()), Double.toString(point.value()));
    }

    @Override
    public void parameters(Map<String, String> parameters) {
      parameters.forEach((key, value) -> line("parameter", key, "", value));
    }

    @Override
    public void tag(String key, String value) {
      line("tag", key, "", value);
    }

    @Override
    public void end(RunEnd end) {
      line("end", end.status().name(), "", end.reason());
    }

    private void line(String what, String key, String step, String value) {
      String text = String.join(",", quoted(name), what, quoted(key), step, quoted(value)) + "\n";
      synchronized (CsvTracker.this) {
        try {
          Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
