package org.fivesigma.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fivesigma.spi.metric.Rounded;

/** The members of an ensemble: of which model, how good on valid; those that failed, and why. */
final class MemberTable {
  private final Map<?, ?> models;

  /** The table of {@code facts.json}. */
  MemberTable(Map<String, Object> facts) {
    this.models = facts.get("models") instanceof Map<?, ?> m ? m : Map.of();
  }

  String html() {
    List<Map<?, ?>> members = maps("members");
    List<Map<?, ?>> failed = maps("failed_members");
    if (members.size() + failed.size() < 2) {
      return "";
    }
    Set<String> metrics = new LinkedHashSet<>();
    for (Map<?, ?> member : members) {
      member.keySet().stream()
          .map(String::valueOf)
          .filter(key -> key.contains("/"))
          .forEach(metrics::add);
    }
    StringBuilder b = new StringBuilder("<h2>Members</h2>\n<div class=\"wide\"><table><tr>");
    b.append("<th>member</th><th>model</th>");
    metrics.forEach(m -> b.append("<th>").append(Page.escape(m)).append("</th>"));
    b.append("</tr>\n");
    for (Map<?, ?> member : members) {
      row(b, text(member, "member"), text(member, "model"), metrics, member);
    }
    if (models.get("combined") instanceof Map<?, ?> combined) {
      row(b, "together", text(models, "combine"), metrics, combined);
    }
    b.append("</table></div>\n");
    for (Map<?, ?> one : failed) {
      b.append("<div class=\"warn\">")
          .append(
              Page.escape(
                  text(one, "member") + " (" + text(one, "model") + ") failed and was left out: "))
          .append(Page.escape(text(one, "reason")))
          .append("</div>\n");
    }
    return b.toString();
  }

  private List<Map<?, ?>> maps(String key) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (models.get(key) instanceof List<?> all) {
      for (Object one : all) {
        if (one instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private static void row(
      StringBuilder b, String name, String model, Set<String> metrics, Map<?, ?> values) {
    b.append("<tr><td>").append(Page.escape(name)).append("</td><td>");
    b.append(Page.escape(model)).append("</td>");
    for (String metric : metrics) {
      double value = RunFiles.number(values, metric);
      b.append("<td>").append(Double.isNaN(value) ? "" : Rounded.plain(value)).append("</td>");
    }
    b.append("</tr>\n");
  }
}
