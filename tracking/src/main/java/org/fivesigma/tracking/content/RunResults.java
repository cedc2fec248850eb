package org.fivesigma.tracking.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code history.csv}, {@code timing.csv} and {@code metrics.json}. */
public final class RunResults {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunResults() {}

  /** One line of the history. */
  public record Row(String key, long step, double value) {}

  /**
   * A final value.
   *
   * @param value NaN where there is none
   * @param error its standard error, NaN where there is none
   */
  public record Result(String key, double value, double error) {}

  /** The history in its order, then the times; a last line that was cut off is left out. */
  public static List<Row> history(Path folder) throws IOException {
    List<Row> rows = new ArrayList<>();
    read(folder.resolve("history.csv"), rows);
    read(folder.resolve("timing.csv"), rows);
    return rows;
  }

  private static void read(Path file, List<Row> rows) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        row(line, rows);
      }
    }
  }

  private static void row(String line, List<Row> into) {
    int first = line.indexOf(',');
    int second = line.indexOf(',', first + 1);
    int last = line.lastIndexOf(',');
    if (first < 0 || second < 0 || last <= second) {
      return;
    }
    try {
      into.add(
          new Row(
              unquote(line.substring(second + 1, last)),
              Math.round(Double.parseDouble(line.substring(0, first))),
              Double.parseDouble(line.substring(last + 1))));
    } catch (NumberFormatException e) {
      // The line that was being written when the process was killed.
      return;
    }
  }

  private static String unquote(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text;
  }

  /** The final values in the order of the file. */
  public static List<Result> metrics(Path folder) throws IOException {
    Path file = folder.resolve("metrics.json");
    return Files.exists(file) ? results(JSON.readTree(file.toFile())) : List.of();
  }

  /** The final values of the folds of a run, by the fold's name; none where it has no folds. */
  public static Map<String, List<Result>> folds(Path folder) throws IOException {
    Map<String, List<Result>> folds = new TreeMap<>();
    Path file = folder.resolve("folds.json");
    if (Files.exists(file)) {
      JSON.readTree(file.toFile())
          .properties()
          .forEach(fold -> folds.put(fold.getKey(), results(fold.getValue())));
    }
    return folds;
  }

  private static List<Result> results(JsonNode metrics) {
    List<Result> results = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : metrics.properties()) {
      results.add(
          new Result(
              e.getKey(),
              number(e.getValue().path("value")),
              number(e.getValue().path("std_error"))));
    }
    return results;
  }

  private static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    try {
      return node.isTextual() ? Double.parseDouble(node.asText()) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
