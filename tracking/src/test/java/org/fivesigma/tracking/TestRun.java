package org.fivesigma.tracking;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.fivesigma.spi.track.MetricPoint;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.spi.track.TrackerSession;

/** A run folder written by hand, and a run that is told of while it is written. */
public final class TestRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String experiment;
  private final Optional<Path> parent;
  private final Instant started;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> tags = new TreeMap<>(Map.of("analysis", "higgsml"));
  private TrackedRun tracked = TrackedRun.none();

  public TestRun(Path folder, String experiment, Instant started) {
    this(folder, experiment, Optional.empty(), started);
  }

  private TestRun(Path folder, String experiment, Optional<Path> parent, Instant started) {
    this.folder = folder;
    this.experiment = experiment;
    this.parent = parent;
    this.started = started;
    parameters.put("model.eta", "0.1");
    write(
        "resolved.yaml",
        "name: "
            + JSON.valueToTree(experiment)
            + "\ndescription: |\n  # A search\n\n  for **signal**\nseed: 42\ntags: {analysis: higgsml}\n"
            + "model: {type: xgboost, eta: 0.1, max_depth: 6}\n");
    write("spec.yaml", "model: {type: xgboost}\n");
    status("running", null, null);
  }

  /** A run inside this one. */
  public TestRun child(String name) {
    return new TestRun(
        folder.resolve("runs").resolve(name), experiment, Optional.of(folder), started);
  }

  public Path folder() {
    return folder;
  }

  public Map<String, String> parameters() {
    return parameters;
  }

  public Map<String, String> tags() {
    return tags;
  }

  public TestRun begin(TrackerSession session) {
    tracked =
        session.begin(
            new RunStart(
                folder,
                experiment,
                folder.getFileName().toString(),
                parent,
                started,
                "# A search\n\nfor **signal**",
                parameters,
                tags));
    return this;
  }

  public TrackedRun tracked() {
    return tracked;
  }

  /** One step of training: written to the history and told to the tracker. */
  public void point(long step, String key, double value) {
    Path history = folder.resolve("history.csv");
    try {
      if (!Files.exists(history)) {
        Files.writeString(history, "step,epoch,metric,value\n");
      }
      Files.writeString(
          history, step + "," + step + "," + key + "," + value + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tracked.metric(new MetricPoint(key, value, step, step, Instant.now()));
  }

  /** A falling loss and a rising AUC. */
  public TestRun train(int steps) {
    return train(1, steps);
  }

  /** The same from one step to another. */
  public TestRun train(int first, int last) {
    for (int step = first; step <= last; step++) {
      point(step, "train/loss", 1.0 / step);
      point(step, "valid/loss", 1.1 / step + 0.001 * step);
      point(step, "valid/auc", 1 - 0.5 / step);
      point(step, "train/learning_rate", 0.1 * Math.pow(0.99, step));
    }
    return this;
  }

  /** Results, predictions, plots, report, bundle, lock file. */
  public TestRun results() {
    write(
        "metrics.json",
        """
        {"train/auc": {"value": 0.9412, "std_error": 0.0012},
         "valid/auc": {"value": 0.8601},
         "test/auc": {"value": 0.8431, "std_error": 0.0021, "low": 0.841, "high": 0.8452, "n": 20000},
         "test/ams": {"value": 3.5817, "std_error": 0.11},
         "test/ams/cut": {"value": 0.8375},
         "test/fom": {"value": null, "reason": "no candidate left"}}
        """);
    write(
        "lock.json",
        """
        {"data": {"digest": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "files": [{"path": "/data/higgsml.csv.gz", "sha256": "aa11"}],
          "rows": {"read": 1000, "selected": 900, "unused": 0, "train": 500, "valid": 200, "test": 200},
          "weights": {"train": {"signal": {"events": 250, "before": 1.5, "after": 691.99}},
                      "valid": {"signal": {"events": 100, "before": 0.5, "after": 691.99}},
                      "test": {"signal": {"events": 100, "before": 0.5, "after": 691.99}}}},
         "features": ["DER_mass_MMC", "PRI_tau_pt", "PRI_met"],
         "seed": 42, "device": "cpu", "versions": {"fivesigma": "0.1.0"},
         "git": {"commit": "0f3c5f1e2d4b6a798899aabbccddeeff00112233", "branch": "main", "dirty": false}}
        """);
    write("report.html", "<html><body><h1 id='r'>Report of the run</h1></body></html>");
    write("log.txt", "read 1000 rows\n");
    write("predictions/test.parquet", "PAR1 not really");
    write("model/manifest.json", "{\"format\": 1}");
    write("model/model.ubj", "model bytes");
    write("plots/roc.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>");
    picture("plots/roc.png", Color.BLUE);
    picture("plots/score.png", Color.RED);
    return this;
  }

  public TestRun end(RunEnd.Status status, String reason) {
    Instant ended = Instant.now();
    String word =
        switch (status) {
          case FINISHED -> "finished";
          case INTERRUPTED -> "interrupted";
          case PRUNED -> "pruned";
          case FAILED -> "failed";
        };
    status(word, ended, reason.isEmpty() ? null : reason);
    tracked.end(new RunEnd(status, reason, ended));
    return this;
  }

  public TestRun finish() {
    return end(RunEnd.Status.FINISHED, "");
  }

  private void status(String word, Instant ended, String error) {
    ObjectNode node =
        JSON.createObjectNode().put("status", word).put("started", started.toString());
    node.put("ended", ended == null ? null : ended.toString());
    node.put("error", error);
    // No process has this number: what still says running was killed.
    node.put("process", Integer.MAX_VALUE);
    write("status.json", node.toString());
  }

  public void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void picture(String name, Color color) {
    BufferedImage image = new BufferedImage(240, 160, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 240, 160);
    g.setColor(color);
    g.fillOval(60, 20, 120, 120);
    g.dispose();
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A start that differs from test to test, whole milliseconds. */
  public static Instant now() {
    return Instant.ofEpochMilli(Instant.now().toEpochMilli()).minus(Duration.ofSeconds(20));
  }
}
