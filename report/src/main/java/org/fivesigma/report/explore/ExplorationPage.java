package org.fivesigma.report.explore;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fivesigma.spi.explore.Exploration;
import org.fivesigma.spi.explore.Exploration.ClassBalance;
import org.fivesigma.spi.explore.Exploration.Correlations;
import org.fivesigma.spi.explore.Exploration.Feature;
import org.fivesigma.spi.explore.ExploredData;

/** The page: what to look at first, then balance, ranking, histograms, correlations. */
final class ExplorationPage {
  private static final int MOST_REMARKS = 60;
  private static final int MOST_ROWS = 2000;
  private static final int MOST_IN_MAP = 60;
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;max-width:1280px;margin:0 auto;padding:1rem}
      h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.2rem;margin:1.6rem 0 .5rem;border-bottom:1px solid #ccc}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}
      td,th{padding:.15rem .6rem;text-align:right;border-bottom:1px solid #e6e6e6;white-space:nowrap}
      td.t,th.t{text-align:left}.wide{overflow-x:auto}
      .plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,380px),1fr));gap:1rem}
      .maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:1.5rem}
      figure{margin:0}figcaption{font-size:.9rem}figcaption b{font-size:1rem}.muted{color:#666}
      .warn{background:#fff3cd;border-left:4px solid #e69f00;padding:.3rem .8rem;margin:.4rem 0}
      .key span{margin-right:1.2rem}.key i{display:inline-block;width:1.4em;height:3px;vertical-align:middle;margin-right:.4em}
      pre{background:#f6f6f6;padding:.7rem;overflow-x:auto;font-size:.85rem}
      @media print{body{max-width:none}figure{break-inside:avoid}}
      """;

  private final ExploredData data;
  private final Exploration found;
  private final List<Feature> ranked;

  ExplorationPage(ExploredData data) {
    this.data = data;
    this.found = data.found();
    this.ranked =
        found.features().stream()
            .sorted(Comparator.comparingDouble(Feature::separation).reversed())
            .toList();
  }

  /** The features, those that separate best first. */
  List<Feature> ranked() {
    return ranked;
  }

  /**
   * The page.
   *
   * @param drawings SVG of the features drawn, by name, in order
   * @param resolved the experiment
   */
  String html(Map<String, String> drawings, String resolved) {
    StringBuilder b = new StringBuilder();
    b.append(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
        .append(Text.escape(data.name()))
        .append(" – data</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(Text.escape(data.name()))
        .append(": the data</h1>\n<p class=\"muted\">")
        .append(found.rows())
        .append(" events, ")
        .append(found.features().size())
        .append(" features, ")
        .append(found.classes().size())
        .append(" classes; ")
        .append(Text.escape(String.valueOf(data.folder().getFileName())))
        .append("</p>\n");
    remarks(b);
    balance(b);
    ranking(b);
    histograms(b, drawings);
    correlations(b);
    b.append("<h2>Configuration</h2>\n<details><summary>resolved.yaml</summary><pre>")
        .append(Text.escape(resolved))
        .append("</pre></details>\n</body></html>\n");
    return b.toString();
  }

  private void remarks(StringBuilder b) {
    b.append("<h2>What to look at</h2>\n");
    for (String warning : data.warnings()) {
      b.append("<div class=\"warn\">").append(Text.escape(warning)).append("</div>\n");
    }
    if (found.remarks().isEmpty()) {
      b.append("<p>Nothing looks wrong.</p>\n");
      return;
    }
    b.append("<ul>\n");
    found.remarks().stream()
        .limit(MOST_REMARKS)
        .forEach(r -> b.append("<li>").append(Text.escape(r)).append("</li>\n"));
    b.append("</ul>\n");
    if (found.remarks().size() > MOST_REMARKS) {
      b.append("<p class=\"muted\">")
          .append(found.remarks().size() - MOST_REMARKS)
          .append(" more in explore.json</p>\n");
    }
  }

  private void balance(StringBuilder b) {
    b.append("<h2>Classes</h2>\n<div class=\"wide\"><table><tr><th class=\"t\">class</th>")
        .append("<th>events</th><th>share</th><th>Σw</th><th>Σw²</th><th>mean weight</th>")
        .append("<th>effective events</th><th>negative weights</th></tr>\n");
    for (ClassBalance c : found.classes()) {
      b.append("<tr>");
      text(b, c.name());
      cell(b, Long.toString(c.events()));
      cell(b, percent(c.events(), found.rows()));
      cell(b, Text.number(c.sumOfWeights()));
      cell(b, Text.number(c.sumOfSquaredWeights()));
      cell(b, Text.number(c.events() == 0 ? Double.NaN : c.sumOfWeights() / c.events()));
      cell(b, Text.number(c.effective()));
      cell(
          b,
          c.negative() + (c.negative() > 0 ? " (" + percent(c.negative(), c.events()) + ")" : ""));
      b.append("</tr>\n");
    }
    b.append("</table></div>\n<p>Repeated events: ")
        .append(found.duplicates().rows())
        .append(" with the same features as an earlier one, ")
        .append(found.duplicates().acrossClasses())
        .append(" of them of another class; ")
        .append(found.duplicates().ids())
        .append(" with the id of an earlier one.</p>\n");
  }

  private void ranking(StringBuilder b) {
    b.append("<h2>Features, by how well each alone separates ")
        .append(Text.escape(data.signal()))
        .append("</h2>\n<p class=\"muted\">AUC and KS of the feature alone, unweighted, without")
        .append(
            " missing values; drift is the KS distance between train and test and the chance of")
        .append(
            " such a distance.</p>\n<div class=\"wide\"><table><tr><th class=\"t\">feature</th>")
        .append("<th>AUC</th><th>KS</th><th>drift</th><th>chance</th><th>missing</th>")
        .append("<th>distinct</th><th>min</th><th>1 %</th><th>median</th><th>99 %</th><th>max</th>")
        .append(
            "<th>mean</th><th>sd</th><th class=\"t\">shape</th><th class=\"t\">odd</th></tr>\n");
    for (Feature f : ranked.subList(0, Math.min(MOST_ROWS, ranked.size()))) {
      boolean quantiles = f.quantiles().length == 5;
      b.append("<tr>");
      text(b, f.name());
      cell(b, Text.number(f.auc()));
      cell(b, Text.number(f.ks()));
      cell(b, Text.number(f.drift()));
      cell(b, f.driftProbability().isPresent() ? chance(f.driftProbability().getAsDouble()) : "–");
      cell(b, f.missing() == 0 ? "0" : percent(f.missing(), found.rows()));
      cell(b, Long.toString(f.distinct()));
      cell(b, Text.number(f.min()));
      cell(b, Text.number(quantiles ? f.quantiles()[0] : Double.NaN));
      cell(b, Text.number(quantiles ? f.quantiles()[2] : Double.NaN));
      cell(b, Text.number(quantiles ? f.quantiles()[4] : Double.NaN));
      cell(b, Text.number(f.max()));
      cell(b, Text.number(f.mean()));
      cell(b, Text.number(f.standardDeviation()));
      text(b, f.shape());
      b.append("<td class=\"t\">")
          .append(Text.escape(String.join("; ", f.oddities())))
          .append("</td></tr>\n");
    }
    b.append("</table></div>\n");
    if (ranked.size() > MOST_ROWS) {
      b.append("<p class=\"muted\">")
          .append(ranked.size() - MOST_ROWS)
          .append(" more in explore.json</p>\n");
    }
  }

  private void histograms(StringBuilder b, Map<String, String> drawings) {
    if (drawings.isEmpty()) {
      return;
    }
    b.append("<h2>Histograms</h2>\n<p class=\"muted\">Weighted, each class normalised to its own")
        .append(" sum of weights, error bars √Σw²; 0.2 % of the values on either side lie outside.")
        .append(
            drawings.size() < ranked.size()
                ? " The " + drawings.size() + " that separate best."
                : "")
        .append("</p>\n<p class=\"key\">");
    for (int c = 0; c < found.classes().size(); c++) {
      b.append("<span><i style=\"background:")
          .append(FeatureDrawing.COLOURS.get(c % FeatureDrawing.COLOURS.size()))
          .append("\"></i>")
          .append(Text.escape(found.classes().get(c).name()))
          .append("</span>");
    }
    b.append("</p>\n<div class=\"plots\">\n");
    for (Feature f : ranked) {
      String svg = drawings.get(f.name());
      if (svg != null) {
        b.append("<figure><figcaption><b>")
            .append(Text.escape(f.name()))
            .append("</b> AUC ")
            .append(Text.number(f.auc()))
            .append(f.missing() == 0 ? "" : ", missing " + percent(f.missing(), found.rows()))
            .append("; ")
            .append(Text.escape(f.shape()))
            .append("</figcaption>")
            .append(svg)
            .append("</figure>\n");
      }
    }
    b.append("</div>\n");
  }

  private void correlations(StringBuilder b) {
    List<String> names = found.features().stream().map(Feature::name).toList();
    if (names.size() < 2) {
      return;
    }
    int[] shown = shown();
    b.append("<h2>Linear correlations within each class</h2>\n<p class=\"muted\">Blue −1, white 0,")
        .append(" red +1; the number stands in the tooltip.")
        .append(
            shown.length < names.size()
                ? " The " + shown.length + " features that separate best."
                : "")
        .append("</p>\n<div class=\"maps\">\n");
    for (Correlations map : found.correlations()) {
      if (map.events() > 1) {
        b.append("<figure><figcaption><b>")
            .append(Text.escape(map.className()))
            .append("</b>, ")
            .append(map.events())
            .append(" events</figcaption>")
            .append(CorrelationDrawing.svg(map, names, shown))
            .append("</figure>\n");
      }
    }
    b.append("</div>\n");
  }

  /** Features of the maps, in the order of the data. */
  private int[] shown() {
    if (ranked.size() <= MOST_IN_MAP) {
      return IntStream.range(0, ranked.size()).toArray();
    }
    List<Feature> best = ranked.subList(0, MOST_IN_MAP);
    return IntStream.range(0, found.features().size())
        .filter(f -> best.contains(found.features().get(f)))
        .toArray();
  }

  private static void cell(StringBuilder b, String content) {
    b.append("<td>").append(content).append("</td>");
  }

  private static void text(StringBuilder b, String content) {
    b.append("<td class=\"t\">").append(Text.escape(content)).append("</td>");
  }

  private static String percent(long part, long whole) {
    double share = whole == 0 ? 0 : 100.0 * part / whole;
    return String.format(java.util.Locale.ROOT, share < 0.1 ? "%.2g %%" : "%.1f %%", share);
  }

  private static String chance(double p) {
    return p < 1e-3
        ? String.format(java.util.Locale.ROOT, "%.0e", p)
        : String.format(java.util.Locale.ROOT, "%.3f", p);
  }
}
