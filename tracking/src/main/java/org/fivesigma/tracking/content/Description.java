package org.fivesigma.tracking.content;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fivesigma.spi.metric.Rounded;
import org.fivesigma.tracking.content.RunResults.Result;

/** A run described in Markdown: what the user wrote, then the results as a table of parts. */
public final class Description {
  /** What a server keeps of a run's description. */
  static final int LONGEST = 8000;

  private static final int ROWS = 40;

  private Description() {}

  /**
   * @param results its results as tables, may be empty
   * @param children the runs inside it as a table, may be empty
   */
  static String of(String text, String reason, String results, String children) {
    StringBuilder out = new StringBuilder(text.strip());
    if (!reason.isEmpty()) {
      out.append(out.isEmpty() ? "" : "\n\n").append("**Ended early:** ").append(reason);
    }
    if (!results.isEmpty()) {
      out.append(out.isEmpty() ? "" : "\n\n").append(results);
    }
    if (!children.isEmpty()) {
      out.append(out.isEmpty() ? "" : "\n\n").append("## Runs\n\n").append(children);
    }
    return cut(out.toString(), LONGEST);
  }

  /**
   * The results under their headings: of the best run inside first, where they are not the run's
   * own.
   */
  static String tables(List<Result> own, List<Result> ofBest, String best) {
    String first = own.equals(ofBest) ? "" : table(ofBest);
    String all = table(own);
    return (first.isEmpty() ? "" : "## Best: " + cell(best) + "\n\n" + first)
        + (first.isEmpty() || all.isEmpty() ? "" : "\n\n")
        + (all.isEmpty() ? "" : "## Results\n\n" + all);
  }

  /** Metrics down, parts across, values with their errors. */
  public static String table(List<Result> results) {
    Map<String, Map<String, Result>> rows = new LinkedHashMap<>();
    Set<String> parts = new LinkedHashSet<>();
    for (Result result : results) {
      int slash = result.key().indexOf('/');
      String part = slash < 0 ? "" : result.key().substring(0, slash);
      rows.computeIfAbsent(result.key().substring(slash + 1), k -> new LinkedHashMap<>())
          .put(part, result);
      parts.add(part);
    }
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("| metric |");
    parts.forEach(part -> out.append(' ').append(part.isEmpty() ? "value" : part).append(" |"));
    out.append("\n|---|").append("---:|".repeat(parts.size())).append('\n');
    int left = ROWS;
    for (Map.Entry<String, Map<String, Result>> row : rows.entrySet()) {
      if (left-- == 0) {
        out.append("\n").append(rows.size() - ROWS).append(" more in `metrics.json`.\n");
        break;
      }
      out.append("| ").append(cell(row.getKey())).append(" |");
      for (String part : parts) {
        out.append(' ').append(value(row.getValue().get(part))).append(" |");
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** A text that stands in a cell. */
  static String cell(String text) {
    return text.replace("|", "\\|");
  }

  static String value(Result result) {
    return result == null ? "" : Rounded.withError(result.value(), result.error());
  }

  /** A text that is not longer than this, its end marked where it was cut. */
  public static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
