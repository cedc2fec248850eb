package org.fivesigma.report.figure;

import java.util.List;
import java.util.Locale;
import org.fivesigma.report.figure.Canvas.Anchor;
import org.fivesigma.report.figure.Canvas.Pen;

/** A table of numbers shown by colour and, where there is room, by digits. */
public final class HeatMap extends Drawing {
  private static final int WIDTH = 720;
  private static final double CELLS = 520;
  private static final double LARGEST_CELL = 112;
  private static final int MOST_WITH_DIGITS = 14;

  private final String rowLabel;
  private final String columnLabel;
  private final List<String> rows;
  private final List<String> columns;
  private final double[][] values;
  private final boolean signed;

  /**
   * A map.
   *
   * @param rowLabel what rows are, from top to bottom
   * @param columnLabel what columns are
   * @param values by row and column; NaN is left white
   * @param signed whether the colours go from −1 to 1, else from 0 to the largest value
   */
  public HeatMap(
      String id,
      String title,
      String rowLabel,
      String columnLabel,
      List<String> rows,
      List<String> columns,
      double[][] values,
      boolean signed) {
    super(id, title);
    this.rowLabel = rowLabel;
    this.columnLabel = columnLabel;
    this.rows = List.copyOf(rows);
    this.columns = List.copyOf(columns);
    this.values = values;
    this.signed = signed;
  }

  @Override
  public boolean empty() {
    return rows.isEmpty();
  }

  @Override
  protected String csv() {
    StringBuilder csv = new StringBuilder(cell(rowLabel) + "," + cell(columnLabel) + ",value\n");
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        csv.append(cell(rows.get(r))).append(',').append(cell(columns.get(c))).append(',');
        csv.append(values[r][c]).append('\n');
      }
    }
    return csv.toString();
  }

  private double side() {
    return Math.min(LARGEST_CELL, CELLS / Math.max(rows.size(), columns.size()));
  }

  private double textSize() {
    return Math.max(7, Math.min(15, side() * 0.62));
  }

  private static double longest(List<String> names, double size) {
    return names.stream().mapToDouble(n -> ImageCanvas.Type.width(n, size)).max().orElse(0);
  }

  private double left() {
    double wanted = 36 + longest(rows, textSize());
    double free = (WIDTH - columns.size() * side()) / 2;
    return Math.min(WIDTH - CELLS - 8, Math.max(wanted, free));
  }

  private boolean turned() {
    return longest(columns, textSize()) > side() - 6;
  }

  private double below() {
    return turned() ? Math.min(190, longest(columns, textSize()) + 14) : 26;
  }

  @Override
  protected int[] size() {
    return new int[] {WIDTH, (int) Math.ceil(14 + side() * rows.size() + below() + 30)};
  }

  @Override
  void paint(Canvas canvas) {
    double side = side();
    double size = textSize();
    double left = left();
    double top = 14;
    double largest = 0;
    for (double[] row : values) {
      for (double v : row) {
        largest = Math.max(largest, Double.isNaN(v) ? 0 : Math.abs(v));
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      double y = top + r * side;
      canvas.text(rows.get(r), left - 8, y + side / 2 + size * 0.36, size, Anchor.END, Palette.INK);
      for (int c = 0; c < columns.size(); c++) {
        cell(canvas, values[r][c], largest, left + c * side, y);
      }
    }
    double bottom = top + rows.size() * side;
    for (int c = 0; c < columns.size(); c++) {
      double x = left + (c + 0.5) * side;
      if (turned()) {
        canvas.text(
            columns.get(c), x + size * 0.36, bottom + 8, size, Anchor.END, Palette.INK, true);
      } else {
        canvas.text(columns.get(c), x, bottom + 18, size, Anchor.MIDDLE, Palette.INK);
      }
    }
    double right = left + columns.size() * side;
    canvas.polyline(
        new double[] {left, right, right, left, left},
        new double[] {top, top, bottom, bottom, top},
        new Pen(Palette.INK, 1.2, false));
    canvas.text(
        columnLabel, (left + right) / 2, bottom + below() + 20, 16, Anchor.MIDDLE, Palette.INK);
    canvas.text(
        rowLabel,
        left - 18 - longest(rows, size),
        (top + bottom) / 2,
        16,
        Anchor.MIDDLE,
        Palette.INK,
        true);
  }

  private void cell(Canvas canvas, double value, double largest, double x, double y) {
    if (Double.isNaN(value)) {
      return;
    }
    double share = signed ? value : largest == 0 ? 0 : value / largest;
    canvas.rectangle(
        x, y, side(), side(), signed ? Palette.diverging(share) : Palette.shade(share), 1);
    if (Math.max(rows.size(), columns.size()) <= MOST_WITH_DIGITS) {
      canvas.text(
          digits(value),
          x + side() / 2,
          y + side() / 2 + 5,
          Math.min(15, side() * 0.3),
          Anchor.MIDDLE,
          Math.abs(share) > 0.55 ? java.awt.Color.WHITE : Palette.INK);
    }
  }

  private static String digits(double value) {
    if (value == Math.rint(value) && Math.abs(value) >= 10) {
      return Long.toString((long) value);
    }
    double size = Math.abs(value);
    String text =
        size >= 1e5
            ? String.format(Locale.ROOT, "%.3g", value)
            : size >= 100
                ? String.format(Locale.ROOT, "%.0f", value)
                : size >= 10
                    ? String.format(Locale.ROOT, "%.1f", value)
                    : size == 0 || size >= 0.01
                        ? String.format(Locale.ROOT, "%.2f", value)
                        : String.format(Locale.ROOT, "%.1g", value);
    return text.replace('-', '−');
  }
}
