package org.fivesigma.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.metric.Rounded;

/** What a reweighting reached: how well the samples can be told apart, and every feature's KS. */
final class ReweightTable {
  private final RunFiles files;

  ReweightTable(RunFiles files) {
    this.files = files;
  }

  String html() throws IOException {
    if (!(files.json("weights.json").get("reweight") instanceof Map<?, ?> closure)) {
      return "";
    }
    StringBuilder b = new StringBuilder("<h2>Reweighting</h2>\n<p>");
    b.append(
            Page.escape(
                closure.get("source")
                    + " ("
                    + closure.get("events")
                    + " events) gets the weights under which it follows "
                    + closure.get("target")
                    + "; "
                    + closure.get("ratios_cut")
                    + " likelihood ratios were cut."))
        .append(
            "</p>\n<div class=\"wide\"><table><tr><th></th><th>before</th><th>after</th></tr>\n");
    row(b, "AUC of a classifier of the two samples", closure, "auc");
    row(b, "effective events", closure, "effective_events");
    if (closure.get("features") instanceof List<?> features) {
      for (Object feature : features) {
        row(b, "KS distance of " + ((Map<?, ?>) feature).get("name"), feature, "ks");
      }
    }
    return b.append("</table></div>\n").toString();
  }

  private static void row(StringBuilder b, String name, Object map, String key) {
    b.append("<tr><td>").append(Page.escape(name)).append("</td>");
    for (String when : List.of("_before", "_after")) {
      b.append("<td>").append(Rounded.plain(RunFiles.number(map, key + when))).append("</td>");
    }
    b.append("</tr>\n");
  }
}
