package org.fivesigma.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table that goes to a terminal, into Markdown, LaTeX or HTML. */
final class ComparisonTable {
  /** Where it goes. */
  enum Format {
    /** A terminal. */
    TEXT,
    /** GitHub's Markdown. */
    MARKDOWN,
    /** A tabular environment. */
    LATEX,
    /** A table element. */
    HTML
  }

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  ComparisonTable(List<String> header) {
    this.header = header;
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  String text(Format format) {
    return switch (format) {
      case TEXT -> plain();
      case MARKDOWN ->
          markdown(header)
              + "|"
              + header.stream().map(h -> "---|").collect(Collectors.joining())
              + "\n"
              + rows.stream().map(ComparisonTable::markdown).collect(Collectors.joining());
      case LATEX ->
          "\\begin{tabular}{"
              + "l".repeat(header.size())
              + "}\n\\hline\n"
              + latex(header)
              + "\\hline\n"
              + rows.stream().map(ComparisonTable::latex).collect(Collectors.joining())
              + "\\hline\n\\end{tabular}\n";
      case HTML ->
          "<table>\n"
              + html(header, "th")
              + rows.stream().map(r -> html(r, "td")).collect(Collectors.joining())
              + "</table>\n";
    };
  }

  private String plain() {
    Table table = new Table(header.toArray(String[]::new));
    rows.forEach(r -> table.row(r.toArray(String[]::new)));
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      table.print(out);
    }
    return text.toString();
  }

  private static String markdown(List<String> cells) {
    return "| "
        + cells.stream().map(c -> c.replace("|", "\\|")).collect(Collectors.joining(" | "))
        + " |\n";
  }

  private static String latex(List<String> cells) {
    return cells.stream()
            .map(
                c ->
                    c.replaceAll("([&%$#_{}])", "\\\\$1")
                        .replace("^", "\\textasciicircum{}")
                        .replace("~", "\\textasciitilde{}")
                        .replace("±", "$\\pm$")
                        .replace("µ", "$\\mu$")
                        .replace("–", "--"))
            .collect(Collectors.joining(" & "))
        + " \\\\\n";
  }

  private static String html(List<String> cells, String tag) {
    return "<tr>"
        + cells.stream()
            .map(
                c ->
                    "<"
                        + tag
                        + ">"
                        + c.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                        + "</"
                        + tag
                        + ">")
            .collect(Collectors.joining())
        + "</tr>\n";
  }
}
