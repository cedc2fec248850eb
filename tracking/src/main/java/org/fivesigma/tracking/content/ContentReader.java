package org.fivesigma.tracking.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fivesigma.tracking.client.Point;
import org.fivesigma.tracking.content.RunContent.Artifact;
import org.fivesigma.tracking.content.RunResults.Result;
import org.fivesigma.tracking.content.RunResults.Row;
import org.fivesigma.tracking.spool.RunFacts;
import org.fivesigma.tracking.spool.Spool;
import org.fivesigma.tracking.spool.SpoolEvent;

/** Puts together what a server should know of a run, from its folder. */
public final class ContentReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int MAIN_METRICS = 4;

  private final Path folder;
  private final RunFacts facts;
  private final RunNames names;

  /**
   * @param names of this run: a sender that already used some hands them over
   */
  public ContentReader(Path folder, RunFacts facts, RunNames names) {
    this.folder = folder;
    this.facts = facts;
    this.names = names;
  }

  /** Reads everything; files are listed, not read. */
  public RunContent read() throws IOException {
    List<SpoolEvent> events = Spool.readAll(folder);
    JsonNode status = FolderFacts.status(folder);
    Optional<Path> child = ChildrenTable.representative(folder);
    Path locked = child.filter(c -> !Files.exists(folder.resolve("lock.json"))).orElse(folder);
    JsonNode lock = json(locked.resolve("lock.json"));
    Ending ending = ending(status, events);
    List<Row> history = RunResults.history(folder);
    Optional<Path> best = ChildrenTable.best(folder);
    List<Result> own = RunResults.metrics(folder);
    List<Result> ofBest = best.isPresent() ? RunResults.metrics(best.get()) : List.of();
    // The best first: of a matrix its own are those of all variants.
    List<Result> results = own.equals(ofBest) ? new ArrayList<>() : new ArrayList<>(ofBest);
    Set<String> keys = results.stream().map(Result::key).collect(Collectors.toSet());
    own.stream().filter(result -> !keys.contains(result.key())).forEach(results::add);
    long lastStep = history.stream().mapToLong(Row::step).max().orElse(0);

    FolderFiles files = FolderFiles.of(folder);
    List<Point> points = points(events, history, ending.time());
    FinalValues.add(results, files.time("metrics.json", ending.time()), names, points);

    Map<String, String> tags = new LinkedHashMap<>();
    names.tags(new RunTags(facts, lock).all(), tags);
    events.forEach(
        e -> {
          if (e instanceof SpoolEvent.Tag tag) {
            names.tags(Map.of(tag.key(), tag.value()), tags);
          }
        });
    tags.put("fivesigma.status", ending.status().toLowerCase(Locale.ROOT));
    if (!ending.reason().isEmpty()) {
      tags.put("fivesigma.reason", Description.cut(ending.reason(), RunNames.LONGEST_TAG));
    }
    String tables = Description.tables(own, ofBest, best.map(b -> "" + b.getFileName()).orElse(""));
    String note =
        Description.of(facts.description(), ending.reason(), tables, ChildrenTable.of(folder));
    if (!note.isEmpty()) {
      tags.put("mlflow.note.content", note);
    }
    List<Artifact> plots = new ArrayList<>();
    List<Artifact> images = new ArrayList<>(files.images(facts.started()));
    if (images.isEmpty() && best.isPresent()) {
      // A study shows the plots of its best trial, a matrix those of its best variant.
      FolderFiles shown = FolderFiles.of(pictured(best.get()));
      images.addAll(shown.images(facts.started()));
      plots.addAll(shown.plots());
    }
    if (!images.isEmpty()) {
      tags.put("mlflow.loggedImages", "True");
    }
    Map<String, String> params = params(events);
    tags.putAll(names.changed());
    List<Artifact> all = new ArrayList<>(files.artifacts());
    all.addAll(plots);
    all.addAll(images);
    return new RunContent(
        ending.mlflow(),
        ending.time(),
        params,
        tags,
        own.equals(results) ? Description.table(own) : tables,
        mainMetrics(results),
        points,
        RunResults.folds(folder),
        new Datasets(lock, facts.experiment()).all(),
        all,
        files.model(),
        Datasets.signature(lock),
        lastStep,
        files.digest());
  }

  /** The checksum alone that {@link RunContent#digest} would be. */
  public static String digest(Path folder) throws IOException {
    return FolderFiles.of(folder).digest();
  }

  /** The run itself, or the first inside it that has plots of its own: a repeat. */
  private static Path pictured(Path run) throws IOException {
    Path at = run;
    while (FolderFiles.of(at).plots().isEmpty()) {
      Optional<Path> below = ChildrenTable.representative(at);
      if (below.isEmpty()) {
        return run;
      }
      at = below.get();
    }
    return at;
  }

  private static JsonNode json(Path file) throws IOException {
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private record Ending(String status, String reason, Instant time) {
    String mlflow() {
      return switch (status) {
        case "FINISHED" -> "FINISHED";
        case "FAILED" -> "FAILED";
        default -> "KILLED";
      };
    }
  }

  /** The folder's word counts; the spool adds that a trial was pruned, and why. */
  private Ending ending(JsonNode status, List<SpoolEvent> events) {
    String word = status.path("status").asText("interrupted").toUpperCase(Locale.ROOT);
    String reason = status.path("error").asText("");
    Instant time = time(status.path("ended").asText(""));
    for (SpoolEvent event : events) {
      if (event instanceof SpoolEvent.End end) {
        if (time == null) {
          time = Instant.ofEpochMilli(end.time());
        }
        if (end.status().equals("PRUNED") || word.equals("RUNNING")) {
          word = end.status();
          reason = end.reason();
        }
      }
    }
    if (word.equals("RUNNING")) {
      word = "INTERRUPTED";
    }
    return new Ending(
        word, word.equals("FINISHED") ? "" : reason, time == null ? last(events) : time);
  }

  private Instant last(List<SpoolEvent> events) {
    long last = facts.started().toEpochMilli();
    for (SpoolEvent event : events) {
      if (event instanceof SpoolEvent.Metric metric) {
        last = Math.max(last, metric.time());
      }
    }
    return Instant.ofEpochMilli(last);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Points of the spool with their times; then those that only the history has, in its order. */
  private List<Point> points(List<SpoolEvent> events, List<Row> history, Instant ended) {
    List<Point> points = new ArrayList<>();
    Set<Point.Identity> seen = new HashSet<>();
    for (SpoolEvent event : events) {
      if (event instanceof SpoolEvent.Metric m) {
        add(new Point(names.metric(m.key()), m.value(), m.step(), m.time()), seen, points);
      }
    }
    long start = facts.started().toEpochMilli();
    double span = Math.max(0, ended.toEpochMilli() - start);
    for (int i = 0; i < history.size(); i++) {
      Row row = history.get(i);
      long time = start + Math.round(span * i / history.size());
      add(new Point(names.metric(row.key()), row.value(), row.step(), time), seen, points);
    }
    return points;
  }

  private static void add(Point point, Set<Point.Identity> seen, List<Point> into) {
    if (seen.add(point.identity())) {
      into.add(point);
    }
  }

  private List<String> mainMetrics(List<Result> results) {
    for (String part : List.of("test/", "valid/")) {
      List<String> keys =
          results.stream()
              .map(Result::key)
              .filter(key -> key.startsWith(part) && key.indexOf('/', part.length()) < 0)
              .limit(MAIN_METRICS)
              .map(names::metric)
              .toList();
      if (!keys.isEmpty()) {
        return keys;
      }
    }
    return List.of();
  }

  private Map<String, String> params(List<SpoolEvent> events) {
    Map<String, String> params = new LinkedHashMap<>();
    names.params(facts.parameters(), params);
    for (SpoolEvent event : events) {
      if (event instanceof SpoolEvent.Param param) {
        names.params(Map.of(param.key(), param.value()), params);
      }
    }
    return params;
  }
}
