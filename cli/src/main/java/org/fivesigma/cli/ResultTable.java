package org.fivesigma.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fivesigma.core.run.MetricsFile;
import org.fivesigma.spi.metric.Rounded;

/** Metrics as a table: a row for each metric, a column for each part, errors beside the values. */
final class ResultTable {
  private ResultTable() {}

  /**
   * Prints the content of a {@code metrics.json}; of a matrix one table of the main values of test
   * (where there is none, of valid), a row a variant.
   */
  static void print(Console console, Map<String, Object> metrics) {
    String shown = metrics.keySet().stream().anyMatch(k -> k.contains("/test/")) ? "test" : "valid";
    Set<String> columns = new LinkedHashSet<>();
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (String key : metrics.keySet()) {
      if (systematic(metrics.get(key)).isPresent()) {
        continue;
      }
      String head;
      String row;
      if (key.substring(0, key.indexOf('/')).contains("=")) {
        String[] path = key.split("/", 3);
        if (!path[1].equals(shown) || path[2].contains("/")) {
          continue;
        }
        head = path[1] + "/" + path[2];
        row = path[0];
      } else {
        head = key.substring(0, key.indexOf('/'));
        row = key.substring(key.indexOf('/') + 1);
      }
      columns.add(head);
      rows.computeIfAbsent(row, r -> new LinkedHashMap<>()).put(head, cell(metrics, key));
    }
    if (rows.isEmpty()) {
      return;
    }
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(columns);
    Table table = new Table(header.toArray(String[]::new));
    rows.forEach(
        (row, cells) -> {
          List<String> line = new ArrayList<>(List.of(row));
          columns.forEach(c -> line.add(cells.getOrDefault(c, "")));
          table.row(line.toArray(String[]::new));
        });
    table.print(console.outWriter());
    reasons(console, metrics);
    systematics(console, metrics);
  }

  /** Why there are values without a number: each reason once. */
  private static void reasons(Console console, Map<String, Object> metrics) {
    Map<String, Set<String>> of = new LinkedHashMap<>();
    metrics.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> m && m.get("value") == null && m.get("reason") != null) {
            of.computeIfAbsent(String.valueOf(m.get("reason")), r -> new LinkedHashSet<>())
                .add(key);
          }
        });
    of.forEach(
        (reason, keys) -> {
          String first = keys.iterator().next();
          String more = keys.size() > 1 ? " and " + (keys.size() - 1) + " more" : "";
          console.outWriter().println("– " + first + more + ": " + reason);
        });
  }

  /** Shifts of the main values of test (else valid): a row for each variation and the total. */
  private static void systematics(Console console, Map<String, Object> metrics) {
    for (String part : List.of("test", "valid")) {
      List<String> keys =
          metrics.keySet().stream()
              .filter(k -> k.startsWith(part + "/") && k.split("/").length == 2)
              .filter(k -> MetricsFile.field(metrics, k, "syst_up").isPresent())
              .toList();
      if (keys.isEmpty()) {
        continue;
      }
      List<String> header = new ArrayList<>(List.of("systematic shift of"));
      header.addAll(keys);
      Table table = new Table(header.toArray(String[]::new));
      Set<String> variations = new LinkedHashSet<>();
      metrics.values().forEach(m -> systematic(m).ifPresent(variations::add));
      for (String variation : variations) {
        row(table, variation.replace("/", " "), keys, key -> shift(metrics, key + "/" + variation));
      }
      row(table, "total up", keys, key -> signed(MetricsFile.field(metrics, key, "syst_up")));
      row(table, "total down", keys, key -> signed(MetricsFile.field(metrics, key, "syst_down")));
      console.outWriter().println();
      table.print(console.outWriter());
      return;
    }
  }

  private static void row(
      Table table, String name, List<String> keys, Function<String, String> cell) {
    List<String> line = new ArrayList<>(List.of(name));
    keys.forEach(key -> line.add(cell.apply(key)));
    table.row(line.toArray(String[]::new));
  }

  private static String shift(Map<String, Object> metrics, String key) {
    return signed(MetricsFile.field(metrics, key, "shift"));
  }

  private static String signed(Optional<Double> value) {
    return Rounded.signed(value.orElse(Double.NaN));
  }

  /** {@code tes/up} of a value under a variation. */
  private static Optional<String> systematic(Object metric) {
    return metric instanceof Map<?, ?> m && m.get("systematic") != null
        ? Optional.of(m.get("systematic") + "/" + m.get("direction"))
        : Optional.empty();
  }

  private static String cell(Map<String, Object> metrics, String key) {
    double value = MetricsFile.value(metrics, key);
    if (Double.isNaN(value)) {
      return "–";
    }
    String text =
        Rounded.withError(value, MetricsFile.field(metrics, key, "std_error").orElse(Double.NaN));
    String spread =
        MetricsFile.field(metrics, key, "spread")
            .map(s -> " (runs ± " + Rounded.plain(s) + ")")
            .orElse("");
    String members =
        MetricsFile.field(metrics, key, "member_spread")
            .map(s -> " (members ± " + Rounded.plain(s) + ")")
            .orElse("");
    return text + spread + members;
  }
}
