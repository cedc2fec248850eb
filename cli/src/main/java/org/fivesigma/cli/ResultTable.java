package org.fivesigma.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fivesigma.core.run.MetricsFile;

/** Metrics as a table: a row for each metric, a column for each part, errors beside the values. */
final class ResultTable {
  private ResultTable() {}

  /**
   * Prints the content of a {@code metrics.json}; of a matrix one table of the main values of test,
   * a row a variant.
   */
  static void print(Console console, Map<String, Object> metrics) {
    Set<String> columns = new LinkedHashSet<>();
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (String key : metrics.keySet()) {
      String head;
      String row;
      if (key.substring(0, key.indexOf('/')).contains("=")) {
        String[] path = key.split("/", 3);
        if (!path[1].equals("test") || path[2].contains("/")) {
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
  }

  private static String cell(Map<String, Object> metrics, String key) {
    double value = MetricsFile.value(metrics, key);
    if (Double.isNaN(value)) {
      return metrics.get(key) instanceof Map<?, ?> m && m.get("reason") != null
          ? "– (" + m.get("reason") + ")"
          : "–";
    }
    String text = number(value);
    String error =
        MetricsFile.field(metrics, key, "std_error").map(e -> " ± " + number(e)).orElse("");
    String spread =
        MetricsFile.field(metrics, key, "spread")
            .map(s -> " (runs ± " + number(s) + ")")
            .orElse("");
    return text + error + spread;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
