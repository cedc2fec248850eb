package org.fivesigma.tracking.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.fivesigma.tracking.content.RunResults.Result;
import org.fivesigma.tracking.spool.RunFacts;

/** The runs inside a run as a Markdown table: what varies, how well they did, how they ended. */
final class ChildrenTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEST = "best";
  private static final int ROWS = 25;
  private static final int PARAMETERS = 6;
  private static final int METRICS = 3;

  private record Child(
      String name, Map<String, String> parameters, List<Result> results, String status) {}

  private ChildrenTable() {}

  /** The child that stands for all: the best one, else the first that has a lock file. */
  static Optional<Path> representative(Path folder) throws IOException {
    Optional<Path> best = best(folder);
    return best.isPresent()
        ? best
        : FolderFacts.children(folder).stream()
            .filter(child -> Files.exists(child.resolve("lock.json")))
            .findFirst();
  }

  /** A study's best trial, trained again, or a matrix's best variant. */
  static Optional<Path> best(Path folder) throws IOException {
    String variant = json(folder.resolve("matrix.json")).path("best").asText("");
    return FolderFacts.children(folder).stream()
        .filter(child -> child.endsWith(variant.isEmpty() ? BEST : variant))
        .findFirst();
  }

  private static JsonNode json(Path file) throws IOException {
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  /** The table, empty where there are no runs inside: the best first. */
  static String of(Path folder) throws IOException {
    List<Path> all =
        new ArrayList<>(
            FolderFacts.children(folder).stream().filter(child -> !child.endsWith(BEST)).toList());
    if (all.isEmpty()) {
      return "";
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (Path child : all) {
      counts.merge(status(child), 1, Integer::sum);
    }
    List<Child> rows = new ArrayList<>();
    for (Path child : bestFirst(folder, all)) {
      if (rows.size() == ROWS) {
        break;
      }
      RunFacts facts = FolderFacts.of(child);
      rows.add(
          new Child(facts.name(), facts.parameters(), RunResults.metrics(child), status(child)));
    }
    StringBuilder text = new StringBuilder(table(rows));
    text.append('\n').append(all.size()).append(" runs");
    counts.forEach((status, n) -> text.append(", ").append(n).append(' ').append(status));
    return text.append(".\n").toString();
  }

  private static String status(Path child) throws IOException {
    return FolderFacts.status(child).path("status").asText();
  }

  private static List<Path> bestFirst(Path folder, List<Path> all) throws IOException {
    Set<Path> order = new LinkedHashSet<>();
    for (JsonNode trial : json(folder.resolve("study.json")).path("best_ten")) {
      String name = String.format(Locale.ROOT, "trial-%03d", trial.path("trial").asInt());
      all.stream().filter(child -> child.endsWith(name)).forEach(order::add);
    }
    best(folder).filter(all::contains).ifPresent(order::add);
    order.addAll(all);
    return List.copyOf(order);
  }

  private static String table(List<Child> rows) {
    List<String> parameters =
        rows.stream()
            .flatMap(row -> row.parameters().keySet().stream())
            .distinct()
            .sorted()
            .limit(PARAMETERS)
            .toList();
    List<String> metrics = metrics(rows);
    StringBuilder text = new StringBuilder("| run |");
    parameters.forEach(key -> text.append(' ').append(Description.cell(key)).append(" |"));
    metrics.forEach(key -> text.append(' ').append(Description.cell(key)).append(" |"));
    text.append(" ended |\n|---|")
        .append("---|".repeat(parameters.size()))
        .append("---:|".repeat(metrics.size()))
        .append("---|\n");
    for (Child row : rows) {
      text.append("| ").append(Description.cell(row.name())).append(" |");
      for (String key : parameters) {
        text.append(' ').append(brief(row.parameters().getOrDefault(key, ""))).append(" |");
      }
      for (String key : metrics) {
        text.append(' ').append(value(row, key)).append(" |");
      }
      text.append(' ').append(row.status()).append(" |\n");
    }
    return text.toString();
  }

  private static List<String> metrics(List<Child> rows) {
    for (String part : List.of("test/", "valid/")) {
      List<String> keys =
          rows.stream()
              .flatMap(row -> row.results().stream())
              .map(Result::key)
              .filter(key -> key.startsWith(part) && key.indexOf('/', part.length()) < 0)
              .distinct()
              .limit(METRICS)
              .toList();
      if (!keys.isEmpty()) {
        return keys;
      }
    }
    return List.of();
  }

  private static String value(Child row, String key) {
    return row.results().stream()
        .filter(result -> result.key().equals(key))
        .findFirst()
        .map(Description::value)
        .orElse("");
  }

  /** Numbers with all their digits make no table. */
  private static String brief(String value) {
    try {
      return value.length() > 8
          ? String.format(Locale.ROOT, "%.4g", Double.parseDouble(value))
          : Description.cell(value);
    } catch (NumberFormatException e) {
      return Description.cell(Description.cut(value, 40));
    }
  }
}
