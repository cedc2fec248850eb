package org.fivesigma.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a run folder holds, read for the report; what is not there is empty. */
public final class RunFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** The files of a folder. */
  public RunFiles(Path folder) {
    this.folder = folder;
  }

  /** A JSON object. */
  public Map<String, Object> json(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    Map<String, Object> content = new LinkedHashMap<>();
    ((Map<?, ?>) JSON.readValue(Files.readString(file), Map.class))
        .forEach((k, v) -> content.put(String.valueOf(k), v));
    return content;
  }

  /** A text. */
  public String text(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.isRegularFile(file) ? Files.readString(file) : "";
  }

  /** {@code history.csv} by metric: epochs and values. */
  public Map<String, List<double[]>> history() throws IOException {
    Map<String, List<double[]>> history = new LinkedHashMap<>();
    for (String line : text("history.csv").lines().toList()) {
      String[] cells = line.split(",", 4);
      if (cells.length == 4 && !cells[0].equals("step")) {
        history
            .computeIfAbsent(cells[2], k -> new ArrayList<>())
            .add(new double[] {Double.parseDouble(cells[1]), Double.parseDouble(cells[3])});
      }
    }
    return history;
  }

  /** Names of the runs inside. */
  public List<String> children() throws IOException {
    Path runs = folder.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(runs)) {
      return list.filter(Files::isDirectory).map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  /** The files of a run inside. */
  public RunFiles child(String name) {
    return new RunFiles(folder.resolve("runs").resolve(name));
  }

  /** A number of a map, NaN where there is none. */
  public static double number(Object map, String key) {
    Object value = map instanceof Map<?, ?> m ? m.get(key) : null;
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    return Double.NaN;
  }

  /** A list of numbers of a map, empty where there is none. */
  public static double[] numbers(Object map, String key) {
    Object value = map instanceof Map<?, ?> m ? m.get(key) : null;
    return value instanceof List<?> list
        ? list.stream()
            .mapToDouble(v -> v instanceof Number n ? n.doubleValue() : Double.NaN)
            .toArray()
        : new double[0];
  }
}
