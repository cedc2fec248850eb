package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sums of weights before and after rescaling, by part and by class (or by process, where yields
 * name processes).
 *
 * @param rows one per part and group
 */
public record WeightTable(List<Row> rows) {
  /** Sums of one group in one part. */
  public record Row(String part, String group, int events, double before, double after) {}

  /** The table of all parts. */
  public static WeightTable of(EventData data) {
    Yields yields = data.yields();
    List<Row> rows = new ArrayList<>();
    data.parts()
        .forEach(
            (part, index) -> {
              double[] before =
                  Sums.by(yields.group(), yields.names().size(), data.weights(), index);
              double[] factor = yields.factors(data.weights(), index, part);
              int[] counts = new int[before.length];
              for (int i : index) {
                counts[yields.group()[i]]++;
              }
              for (int g = 0; g < before.length; g++) {
                rows.add(
                    new Row(
                        part, yields.names().get(g), counts[g], before[g], before[g] * factor[g]));
              }
            });
    return new WeightTable(rows);
  }

  /** As it stands in {@code lock.json}: part → group → events, before, after. */
  public Map<String, Object> json() {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Row row : rows) {
      @SuppressWarnings("unchecked")
      Map<String, Object> part =
          (Map<String, Object>)
              parts.computeIfAbsent(row.part(), p -> new LinkedHashMap<String, Object>());
      Map<String, Object> sums = new LinkedHashMap<>();
      sums.put("events", (long) row.events());
      sums.put("before", row.before());
      sums.put("after", row.after());
      part.put(row.group(), sums);
    }
    return parts;
  }

  /** Lines for the log. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-8s %-16s %10s %16s %16s",
            "part",
            "of",
            "events",
            "sum of weights",
            "at the yields"));
    for (Row r : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-8s %-16s %10d %16.8g %16.8g",
              r.part(),
              r.group(),
              r.events(),
              r.before(),
              r.after()));
    }
    return lines;
  }
}
