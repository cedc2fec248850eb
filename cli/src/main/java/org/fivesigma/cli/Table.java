package org.fivesigma.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints rows as aligned columns; a column of numbers is aligned to the right. */
final class Table {
  private static final String GAP = "  ";
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these column heads. */
  Table(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row; it has as many cells as the header. */
  Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + header);
    }
    rows.add(Arrays.asList(cells));
    return this;
  }

  /** Whether there is no row. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Prints header and rows. */
  void print(PrintWriter out) {
    int[] widths = new int[header.size()];
    boolean[] numeric = new boolean[header.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = width(header.get(c));
      numeric[c] = !rows.isEmpty();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], width(row.get(c)));
        numeric[c] &= row.get(c).isEmpty() || isNumber(row.get(c));
      }
    }
    line(out, header, widths, numeric);
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("─".repeat(width));
    }
    line(out, rule, widths, numeric);
    for (List<String> row : rows) {
      line(out, row, widths, numeric);
    }
  }

  private static void line(PrintWriter out, List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String fill = " ".repeat(widths[c] - width(cells.get(c)));
      text.append(c == 0 ? "" : GAP);
      text.append(numeric[c] ? fill + cells.get(c) : cells.get(c) + fill);
    }
    out.println(text.toString().stripTrailing());
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+−]?[0-9.,]+([eE][-+]?[0-9]+)?( ?± ?[0-9.eE+-]+)?%?|nan|NaN|–");
  }
}
