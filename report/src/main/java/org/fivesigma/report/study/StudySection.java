package org.fivesigma.report.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the page says of a study: how it ended, its optimism, its ten best trials. */
public final class StudySection {
  private final StudyData study;
  private final UnaryOperator<String> escape;

  /** A section; {@code escape} makes a text safe for the page. */
  public StudySection(StudyData study, UnaryOperator<String> escape) {
    this.study = study;
    this.escape = escape;
  }

  /** The section; empty where there is no study. */
  public String html() {
    if (study.empty()) {
      return "";
    }
    Map<String, Object> summary = study.summary();
    StringBuilder b = new StringBuilder("<h2>Study</h2>\n<p>");
    b.append(summary.get("trials")).append(" trials by sampler ");
    b.append(escape.apply(String.valueOf(summary.get("sampler"))));
    for (String state : List.of("finished", "pruned", "failed")) {
      if (summary.containsKey(state)) {
        b.append(", ").append(summary.get(state)).append(' ').append(state);
      }
    }
    b.append(". Best: trial ").append(summary.get("best_trial")).append(", ");
    b.append(escape.apply(study.objective())).append(' ').append(number(summary.get("best_value")));
    b.append(".</p>\n");
    if (summary.get("optimism") instanceof Number optimism) {
      b.append("<p>On the test part, which no trial saw, the same metric is ")
          .append(number(summary.get("test_value")))
          .append(": the search was optimistic by ")
          .append(String.format(Locale.ROOT, "%.2g", optimism.doubleValue()))
          .append(", because the best of many trials is chosen by its value on valid.</p>\n");
    }
    b.append("<div class=\"wide\"><table><tr><th>trial</th><th>")
        .append(escape.apply(study.objective()))
        .append("</th>");
    List<String> paths = study.paths();
    paths.forEach(p -> b.append("<th>").append(escape.apply(p)).append("</th>"));
    b.append("</tr>\n");
    if (summary.get("best_ten") instanceof List<?> best) {
      for (Object row : best) {
        if (row instanceof Map<?, ?> m && m.get("params") instanceof Map<?, ?> params) {
          b.append("<tr><td>").append(m.get("trial")).append("</td><td>");
          b.append(number(m.get("value"))).append("</td>");
          for (String path : paths) {
            b.append("<td>").append(params.containsKey(path) ? cell(params.get(path)) : "");
            b.append("</td>");
          }
          b.append("</tr>\n");
        }
      }
    }
    return b.append("</table></div>\n").toString();
  }

  private String cell(Object value) {
    return value instanceof Double d
        ? number(d).replaceFirst("(\\.\\d*?)0+($|e)", "$1$2").replaceFirst("\\.($|e)", "$1")
        : escape.apply(String.valueOf(value));
  }

  private static String number(Object value) {
    return value instanceof Number n ? String.format(Locale.ROOT, "%.5g", n.doubleValue()) : "–";
  }
}
