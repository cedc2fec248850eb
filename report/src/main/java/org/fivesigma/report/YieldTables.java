package org.fivesigma.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.metric.Rounded;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.report.ReportedRun;

/** How many events there are, what they weigh, and what the cut leaves of each process. */
final class YieldTables {
  private final ReportedRun run;
  private final RunFiles files;

  YieldTables(ReportedRun run, RunFiles files) {
    this.run = run;
    this.files = files;
  }

  String html() throws IOException {
    Object data = files.json("lock.json").get("data");
    StringBuilder b = new StringBuilder();
    if (data instanceof Map<?, ?> map && map.get("weights") instanceof Map<?, ?> parts) {
      b.append("<h2>Events and yields</h2>\n");
      if (map.get("rows") instanceof Map<?, ?> rows) {
        b.append("<p>")
            .append(
                Page.escape(
                    rows.get("read")
                        + " rows read, "
                        + rows.get("selected")
                        + " selected, "
                        + rows.get("unused")
                        + " in no part."))
            .append("</p>\n");
      }
      b.append(weights(parts));
    }
    return b.append(processes()).toString();
  }

  private static String weights(Map<?, ?> parts) {
    StringBuilder b =
        new StringBuilder(
            "<div class=\"wide\"><table><tr><th>part</th><th>of</th><th>events</th><th>sum of weights</th><th>at the yields</th></tr>\n");
    parts.forEach(
        (part, groups) -> {
          if (groups instanceof Map<?, ?> g) {
            g.forEach(
                (name, sums) ->
                    row(
                        b,
                        String.valueOf(part),
                        String.valueOf(name),
                        Rounded.plain(RunFiles.number(sums, "events")),
                        Rounded.plain(RunFiles.number(sums, "before")),
                        Rounded.plain(RunFiles.number(sums, "after"))));
          }
        });
    return b.append("</table></div>\n").toString();
  }

  /** Each process of the part that is quoted, before and after the first cut. */
  private String processes() throws IOException {
    Optional<Scored> part =
        run.parts().stream()
            .filter(p -> p.part().equals("test"))
            .findFirst()
            .or(() -> run.parts().stream().filter(p -> p.part().equals("valid")).findFirst());
    Object cuts = files.json("facts.json").get("cuts");
    if (part.isEmpty() || !(cuts instanceof Map<?, ?> map) || map.isEmpty()) {
      return "";
    }
    String metric = String.valueOf(List.copyOf(map.keySet()).get(0));
    double cut = RunFiles.number(map, metric);
    Scored p = part.get();
    int n = p.processes().size();
    int[] events = new int[n];
    int[] above = new int[n];
    double[] total = new double[n];
    double[] accepted = new double[n];
    double[] squares = new double[n];
    for (int i = 0; i < p.rows(); i++) {
      int k = p.process()[i];
      double w = p.weights()[i];
      events[k]++;
      total[k] += w;
      if (p.accepts(i, cut)) {
        above[k]++;
        accepted[k] += w;
        squares[k] += w * w;
      }
    }
    StringBuilder b = new StringBuilder("<h3>Processes of ");
    b.append(Page.escape(p.part()))
        .append(" at the cut of ")
        .append(Page.escape(metric))
        .append(", ")
        .append(Rounded.plain(cut))
        .append(
            "</h3>\n<div class=\"wide\"><table><tr><th>process</th><th>events</th><th>yield</th><th>events above</th><th>yield above</th><th>efficiency</th></tr>\n");
    for (int k = 0; k < n; k++) {
      row(
          b,
          p.processes().get(k),
          Integer.toString(events[k]),
          Rounded.plain(total[k]),
          Integer.toString(above[k]),
          Rounded.withError(accepted[k], Math.sqrt(squares[k])),
          Rounded.plain(accepted[k] / total[k]));
    }
    return b.append(
            "</table></div>\n<p class=\"muted\">Errors of yields here: √Σw² of the simulated events.</p>\n")
        .toString();
  }

  private static void row(StringBuilder b, String... cells) {
    b.append("<tr>");
    for (String cell : cells) {
      b.append("<td>").append(Page.escape(cell)).append("</td>");
    }
    b.append("</tr>\n");
  }
}
