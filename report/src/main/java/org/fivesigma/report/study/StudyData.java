package org.fivesigma.report.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fivesigma.report.RunFiles;

/** What a study's folder tells: its trials from the journal, and its summary. */
public final class StudyData {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A trial with a value. */
  record Point(int trial, double value, boolean pruned, Map<String, Object> params) {}

  private final Map<String, Object> summary;
  private final List<Point> points = new ArrayList<>();

  /** Reads a run folder; one that is no study gives an empty one. */
  public StudyData(RunFiles files) throws IOException {
    summary = files.json("study.json");
    Map<Integer, JsonNode> last = new TreeMap<>();
    for (String line : files.text("trials.jsonl").lines().toList()) {
      JsonNode trial = JSON.readTree(line);
      last.put(trial.get("trial").asInt(), trial);
    }
    for (JsonNode trial : last.values()) {
      String state = trial.get("state").asText();
      if (trial.path("value").isNumber()) {
        points.add(
            new Point(
                trial.get("trial").asInt(),
                trial.get("value").asDouble(),
                state.equals("pruned"),
                params(trial.get("params"))));
      }
    }
  }

  private static Map<String, Object> params(JsonNode node) {
    Map<String, Object> params = new LinkedHashMap<>();
    node.properties()
        .forEach(
            e ->
                params.put(
                    e.getKey(),
                    e.getValue().isNumber()
                        ? (Object) e.getValue().asDouble()
                        : e.getValue().isTextual()
                            ? e.getValue().asText()
                            : e.getValue().toString()));
    return params;
  }

  /** Whether there is nothing to tell. */
  public boolean empty() {
    return points.isEmpty() || summary.isEmpty();
  }

  List<Point> points() {
    return points;
  }

  List<Point> finished() {
    return points.stream().filter(p -> !p.pruned()).toList();
  }

  Map<String, Object> summary() {
    return summary;
  }

  String objective() {
    return String.valueOf(summary.get("objective"));
  }

  boolean maximise() {
    return !"minimise".equals(summary.get("direction"));
  }

  /** Importance by path, the most important first. */
  Map<String, Double> importance() {
    Map<String, Double> importance = new LinkedHashMap<>();
    if (summary.get("importance") instanceof Map<?, ?> shares) {
      shares.entrySet().stream()
          .sorted(
              Comparator.comparingDouble(
                  (Map.Entry<?, ?> e) -> -((Number) e.getValue()).doubleValue()))
          .forEach(
              e ->
                  importance.put(
                      String.valueOf(e.getKey()), ((Number) e.getValue()).doubleValue()));
    }
    return importance;
  }

  /** Varied keys, the most important first. */
  List<String> paths() {
    return List.copyOf(importance().keySet());
  }

  boolean logarithmic(String path) {
    return summary.get("logarithmic") instanceof List<?> list && list.contains(path);
  }

  /** The texts a parameter took, in order of appearance; empty when it took numbers. */
  List<String> categories(String path) {
    Set<String> texts = new LinkedHashSet<>();
    for (Point p : points) {
      Object value = p.params().get(path);
      if (value instanceof String text) {
        texts.add(text);
      }
    }
    return texts.stream().sorted().toList();
  }

  /** A value as a number to draw at: itself, or the place of its text; NaN where there is none. */
  double number(Point point, String path) {
    Object value = point.params().get(path);
    if (value instanceof Double d) {
      return d;
    }
    return value == null ? Double.NaN : categories(path).indexOf(value);
  }

  /** The places of all finished trials on a parameter's own range, from 0 to 1. */
  double[] places(String path) {
    double[] raw =
        finished().stream()
            .mapToDouble(p -> number(p, path))
            .map(v -> logarithmic(path) ? Math.log(v) : v)
            .toArray();
    double low = java.util.Arrays.stream(raw).filter(v -> !Double.isNaN(v)).min().orElse(0);
    double high = java.util.Arrays.stream(raw).filter(v -> !Double.isNaN(v)).max().orElse(1);
    return java.util.Arrays.stream(raw)
        .map(v -> high > low ? (v - low) / (high - low) : 0.5 + 0 * v)
        .toArray();
  }
}
