package org.fivesigma.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fivesigma.report.study.StudyData;
import org.fivesigma.report.study.StudySection;
import org.fivesigma.spi.report.ReportedRun;

/** The page of a report: verdict, plots, data, configuration, environment. */
final class Page {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;max-width:1200px;margin:0 auto;padding:1rem}
      h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.2rem;margin:1.6rem 0 .5rem;border-bottom:1px solid #ccc}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #e6e6e6}
      td:first-child,th:first-child{text-align:left}h3{font-size:1rem;margin:1rem 0 .3rem}summary{cursor:pointer;margin:.4rem 0}.wide{overflow-x:auto}
      .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:1rem}
      figure{margin:0}figcaption{font-weight:600}.warn{background:#fff3cd;border-left:4px solid #e69f00;padding:.3rem .8rem;margin:.4rem 0}
      pre{background:#f6f6f6;padding:.7rem;overflow-x:auto;font-size:.85rem}.muted{color:#666}.said{white-space:pre-line}
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
    if (files.json("run.json").get("description") instanceof String text && !text.isBlank()) {
      b.append("<p class=\"said\">").append(escape(text.strip())).append("</p>\n");
    }
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
    b.append(new MetricTables(metrics).html());
    b.append(new StudySection(new StudyData(files), Page::escape).html());
    b.append(new Overview(files).html());
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
    b.append(new MemberTable(facts).html());
    b.append(new ReweightTable(files).html());
    b.append(new YieldTables(run, files).html());
    String explained = files.text("explained.yaml");
    b.append("<h2>Configuration</h2>\n<details open><summary>")
        .append(
            explained.isEmpty()
                ? "resolved.yaml"
                : "every key, and whether it comes from the file, a default or --set")
        .append("</summary><pre>")
        .append(escape(explained.isEmpty() ? files.text("resolved.yaml") : explained))
        .append("</pre></details>\n");
    b.append("<h2>Environment and lock</h2>\n<details><summary>lock.json</summary><pre>")
        .append(escape(files.text("lock.json")))
        .append("</pre></details>\n</body></html>\n");
    return b.toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
