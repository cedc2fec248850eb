package org.fivesigma.report;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fivesigma.spi.report.ReportedRun;

/** The page of a report: verdict, plots, data, configuration, environment. */
final class Page {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;max-width:1200px;margin:0 auto;padding:1rem}
      h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.2rem;margin:1.6rem 0 .5rem;border-bottom:1px solid #ccc}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #e6e6e6}
      td:first-child,th:first-child{text-align:left}.wide{overflow-x:auto}
      .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:1rem}
      figure{margin:0}figcaption{font-weight:600}.warn{background:#fff3cd;border-left:4px solid #e69f00;padding:.3rem .8rem;margin:.4rem 0}
      pre{background:#f6f6f6;padding:.7rem;overflow-x:auto;font-size:.85rem}.muted{color:#666}
      @media print{body{max-width:none}.plots{display:block}figure{break-inside:avoid}}
      """;

  private final ReportedRun run;
  private final RunFiles files;

  Page(ReportedRun run, RunFiles files) {
    this.run = run;
    this.files = files;
  }

  String html(Map<String, String> drawings) throws IOException {
    StringBuilder b = new StringBuilder();
    b.append(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
        .append(escape(run.name()))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escape(run.name()))
        .append("</h1>\n<p class=\"muted\">")
        .append(escape(run.folder().getFileName().toString()))
        .append("</p>\n");
    Map<String, Object> metrics = files.json("metrics.json");
    Map<String, Object> facts = files.json("facts.json");
    b.append("<h2>Result</h2>\n").append(Verdict.of(metrics));
    if (facts.get("warnings") instanceof List<?> warnings) {
      warnings.forEach(
          w ->
              b.append("<div class=\"warn\">")
                  .append(escape(String.valueOf(w)))
                  .append("</div>\n"));
    }
    b.append(metricTable(metrics));
    b.append(children());
    if (!drawings.isEmpty()) {
      b.append("<h2>Plots</h2>\n<div class=\"plots\">\n");
      drawings.forEach(
          (title, svg) ->
              b.append("<figure><figcaption>")
                  .append(escape(title))
                  .append("</figcaption>")
                  .append(svg)
                  .append("</figure>\n"));
      b.append("</div>\n");
    }
    b.append(weights());
    b.append("<h2>Configuration</h2>\n<details open><summary>resolved.yaml</summary><pre>")
        .append(escape(files.text("resolved.yaml")))
        .append("</pre></details>\n");
    b.append("<h2>Environment and lock</h2>\n<details><summary>lock.json</summary><pre>")
        .append(escape(files.text("lock.json")))
        .append("</pre></details>\n</body></html>\n");
    return b.toString();
  }

  /** A row for each metric, a column for each part. */
  private static String metricTable(Map<String, Object> metrics) {
    Set<String> parts = new LinkedHashSet<>();
    Map<String, Map<String, String>> rows = new java.util.LinkedHashMap<>();
    metrics.forEach(
        (key, m) -> {
          int at = key.contains("=") ? key.indexOf('/') : -1;
          String variant = at < 0 ? "" : key.substring(0, at + 1);
          String rest = key.substring(variant.length());
          String part = rest.substring(0, Math.max(0, rest.indexOf('/')));
          parts.add(part);
          rows.computeIfAbsent(
                  variant + rest.substring(rest.indexOf('/') + 1), r -> new TreeMap<>())
              .put(part, cell(m));
        });
    StringBuilder b = new StringBuilder("<div class=\"wide\"><table><tr><th></th>");
    parts.forEach(p -> b.append("<th>").append(escape(p)).append("</th>"));
    b.append("</tr>\n");
    rows.forEach(
        (name, cells) -> {
          b.append("<tr><td>").append(escape(name)).append("</td>");
          parts.forEach(p -> b.append("<td>").append(cells.getOrDefault(p, "")).append("</td>"));
          b.append("</tr>\n");
        });
    return b.append("</table></div>\n").toString();
  }

  private static String cell(Object metric) {
    double value = RunFiles.number(metric, "value");
    if (Double.isNaN(value)) {
      Object reason = metric instanceof Map<?, ?> m ? m.get("reason") : null;
      return "<span class=\"muted\">"
          + escape(reason == null ? "–" : String.valueOf(reason))
          + "</span>";
    }
    double error = RunFiles.number(metric, "std_error");
    double spread = RunFiles.number(metric, "spread");
    return number(value)
        + (Double.isNaN(error) ? "" : " ± " + number(error))
        + (Double.isNaN(spread)
            ? ""
            : " <span class=\"muted\">(runs ± " + number(spread) + ")</span>");
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private String children() throws IOException {
    List<String> names = files.children();
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder b =
        new StringBuilder(
            "<h2>Runs inside</h2>\n<div class=\"wide\"><table><tr><th>run</th><th>status</th><th>test/auc</th><th>valid/auc</th></tr>\n");
    for (String name : names) {
      RunFiles child = files.child(name);
      Map<String, Object> metrics = child.json("metrics.json");
      b.append("<tr><td><a href=\"runs/")
          .append(escape(name.replace("%", "%25").replace("#", "%23").replace("?", "%3F")))
          .append("/report.html\">")
          .append(escape(name))
          .append("</a></td><td>")
          .append(escape(String.valueOf(child.json("status.json").get("status"))))
          .append("</td><td>")
          .append(metrics.containsKey("test/auc") ? cell(metrics.get("test/auc")) : "")
          .append("</td><td>")
          .append(metrics.containsKey("valid/auc") ? cell(metrics.get("valid/auc")) : "")
          .append("</td></tr>\n");
    }
    return b.append("</table></div>\n").toString();
  }

  private String weights() throws IOException {
    Object data = files.json("lock.json").get("data");
    if (!(data instanceof Map<?, ?> map) || !(map.get("weights") instanceof Map<?, ?> parts)) {
      return "";
    }
    StringBuilder b = new StringBuilder("<h2>Events and yields</h2>\n");
    if (map.get("rows") instanceof Map<?, ?> rows) {
      b.append("<p>")
          .append(
              escape(
                  rows.get("read")
                      + " rows read, "
                      + rows.get("selected")
                      + " selected, "
                      + rows.get("unused")
                      + " in no part."))
          .append("</p>\n");
    }
    b.append(
        "<div class=\"wide\"><table><tr><th>part</th><th>of</th><th>events</th><th>sum of weights</th><th>at the yields</th></tr>\n");
    parts.forEach(
        (part, groups) -> {
          if (groups instanceof Map<?, ?> g) {
            g.forEach(
                (name, sums) ->
                    b.append("<tr><td>")
                        .append(escape(String.valueOf(part)))
                        .append("</td><td>")
                        .append(escape(String.valueOf(name)))
                        .append("</td><td>")
                        .append(number(RunFiles.number(sums, "events")))
                        .append("</td><td>")
                        .append(number(RunFiles.number(sums, "before")))
                        .append("</td><td>")
                        .append(number(RunFiles.number(sums, "after")))
                        .append("</td></tr>\n"));
          }
        });
    return b.append("</table></div>\n").toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
