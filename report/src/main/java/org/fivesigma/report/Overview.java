package org.fivesigma.report;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fivesigma.spi.metric.Rounded;

/** The runs inside a matrix, repeat or study, with links to their reports. */
final class Overview {
  private static final int MOST_COLUMNS = 8;

  private final RunFiles files;

  Overview(RunFiles files) {
    this.files = files;
  }

  String html() throws IOException {
    List<String> names = files.children();
    if (names.isEmpty()) {
      return "";
    }
    Set<String> keys = new LinkedHashSet<>();
    for (String part : List.of("test", "valid")) {
      for (String name : names) {
        for (String key : files.child(name).json("metrics.json").keySet()) {
          if (key.startsWith(part + "/") && key.split("/").length == 2) {
            keys.add(key);
          }
        }
      }
    }
    List<String> columns = keys.stream().limit(MOST_COLUMNS).toList();
    StringBuilder b =
        new StringBuilder(
            "<h2>Runs inside</h2>\n<div class=\"wide\"><table><tr><th>run</th><th>status</th>");
    columns.forEach(c -> b.append("<th>").append(Page.escape(c)).append("</th>"));
    b.append("<th>training [s]</th></tr>\n");
    for (String name : names) {
      RunFiles child = files.child(name);
      Map<String, Object> metrics = child.json("metrics.json");
      boolean report = !child.text("report.html").isEmpty();
      b.append("<tr><td>");
      if (report) {
        b.append("<a href=\"runs/")
            .append(Page.escape(name.replace("%", "%25").replace("#", "%23").replace("?", "%3F")))
            .append("/report.html\">");
      }
      b.append(Page.escape(name)).append(report ? "</a>" : "").append("</td><td>");
      b.append(Page.escape(String.valueOf(child.json("status.json").get("status"))));
      b.append("</td>");
      columns.forEach(
          c ->
              b.append("<td>")
                  .append(metrics.containsKey(c) ? MetricTables.cell(metrics.get(c)) : "")
                  .append("</td>"));
      double seconds = RunFiles.number(child.json("facts.json"), "train_seconds");
      b.append("<td>").append(Rounded.plain(seconds)).append("</td></tr>\n");
    }
    return b.append("</table></div>\n").toString();
  }
}
