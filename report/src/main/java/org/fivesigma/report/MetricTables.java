package org.fivesigma.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fivesigma.spi.metric.Rounded;

/** The tables of {@code metrics.json}: main values, all values, systematic shifts. */
final class MetricTables {
  private final Map<String, Object> metrics;

  MetricTables(Map<String, Object> metrics) {
    this.metrics = metrics;
  }

  String html() {
    Map<String, Map<String, String>> main = new LinkedHashMap<>();
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    Set<String> parts = new LinkedHashSet<>();
    metrics.forEach(
        (key, m) -> {
          if (m instanceof Map<?, ?> map && map.get("systematic") != null) {
            return;
          }
          int at = key.contains("=") ? key.indexOf('/') : -1;
          String variant = at < 0 ? "" : key.substring(0, at + 1);
          String rest = key.substring(variant.length());
          int slash = Math.max(0, rest.indexOf('/'));
          String part = rest.substring(0, slash);
          String name = rest.substring(slash + 1);
          parts.add(part);
          boolean detail = name.contains("/");
          (detail ? all : main)
              .computeIfAbsent(variant + name, r -> new TreeMap<>())
              .put(part, cell(m));
        });
    StringBuilder b = new StringBuilder(table(main, parts));
    if (!all.isEmpty()) {
      b.append("<details><summary>")
          .append(all.size())
          .append(" details of these metrics</summary>\n")
          .append(table(all, parts))
          .append("</details>\n");
    }
    return b.append(systematics()).toString();
  }

  private static String table(Map<String, Map<String, String>> rows, Set<String> parts) {
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder b = new StringBuilder("<div class=\"wide\"><table><tr><th></th>");
    parts.forEach(p -> b.append("<th>").append(Page.escape(p)).append("</th>"));
    b.append("</tr>\n");
    rows.forEach(
        (name, cells) -> {
          b.append("<tr><td>").append(Page.escape(name)).append("</td>");
          parts.forEach(p -> b.append("<td>").append(cells.getOrDefault(p, "")).append("</td>"));
          b.append("</tr>\n");
        });
    return b.append("</table></div>\n").toString();
  }

  /** Value with error and, kept apart from it, the spread of runs and the systematic shifts. */
  static String cell(Object metric) {
    double value = RunFiles.number(metric, "value");
    if (Double.isNaN(value)) {
      Object reason = metric instanceof Map<?, ?> m ? m.get("reason") : null;
      return "<span class=\"muted\">"
          + Page.escape(reason == null ? "–" : String.valueOf(reason))
          + "</span>";
    }
    double spread = RunFiles.number(metric, "spread");
    double members = RunFiles.number(metric, "member_spread");
    double up = RunFiles.number(metric, "syst_up");
    double down = RunFiles.number(metric, "syst_down");
    return Rounded.withError(value, RunFiles.number(metric, "std_error"))
        + (Double.isNaN(spread)
            ? ""
            : " <span class=\"muted\">(runs ± " + Rounded.plain(spread) + ")</span>")
        + (Double.isNaN(members)
            ? ""
            : " <span class=\"muted\">(members ± " + Rounded.plain(members) + ")</span>")
        + (up > 0 || down < 0
            ? " <span class=\"muted\">"
                + Rounded.signed(up)
                + " "
                + Rounded.signed(down)
                + " (syst.)</span>"
            : "");
  }

  /** A row for each variation, a column for each main value of the part that is quoted. */
  private String systematics() {
    Set<String> variations = new LinkedHashSet<>();
    metrics
        .values()
        .forEach(
            m -> {
              if (m instanceof Map<?, ?> map && map.get("systematic") != null) {
                variations.add(map.get("systematic") + "/" + map.get("direction"));
              }
            });
    if (variations.isEmpty()) {
      return "";
    }
    String part = metrics.keySet().stream().anyMatch(k -> k.startsWith("test/")) ? "test" : "valid";
    List<String> keys = new ArrayList<>();
    for (String key : metrics.keySet()) {
      boolean varied = !Double.isNaN(RunFiles.number(metrics.get(key), "syst_up"));
      if (varied && key.startsWith(part + "/") && key.split("/").length == 2) {
        keys.add(key);
      }
    }
    StringBuilder b =
        new StringBuilder(
            "<h2>Systematic variations</h2>\n<p>Shift of each value at the nominal cut; in brackets the shift of the best cut on valid. Totals add the sources in quadrature.</p>\n<div class=\"wide\"><table><tr><th>variation</th>");
    keys.forEach(k -> b.append("<th>").append(Page.escape(k)).append("</th>"));
    b.append("</tr>\n");
    for (String variation : variations) {
      b.append("<tr><td>").append(Page.escape(variation.replace('/', ' '))).append("</td>");
      for (String key : keys) {
        double cut =
            RunFiles.number(
                metrics.get("valid" + key.substring(part.length()) + "/cut/" + variation), "shift");
        b.append("<td>")
            .append(Rounded.signed(RunFiles.number(metrics.get(key + "/" + variation), "shift")))
            .append(
                Double.isNaN(cut)
                    ? ""
                    : " <span class=\"muted\">(" + Rounded.signed(cut) + ")</span>")
            .append("</td>");
      }
      b.append("</tr>\n");
    }
    for (String total : List.of("up", "down")) {
      b.append("<tr><td>total ").append(total).append("</td>");
      keys.forEach(
          key ->
              b.append("<td>")
                  .append(Rounded.signed(RunFiles.number(metrics.get(key), "syst_" + total)))
                  .append("</td>"));
      b.append("</tr>\n");
    }
    return b.append("</table></div>\n").toString();
  }
}
