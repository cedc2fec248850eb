package org.fivesigma.report.figure;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.report.figure.Canvas.Anchor;
import org.fivesigma.report.figure.Canvas.Pen;

/** Named values as horizontal bars from zero, with error bars, in the order they are given. */
public final class Bars extends Drawing {
  private static final int WIDTH = 720;
  private static final double ROW = 22;
  private static final double TOP = 14;
  private static final double RIGHT = WIDTH - 24;

  private record Bar(String name, double low, double high, double error) {}

  private final String label;
  private final List<Bar> bars = new ArrayList<>();
  private final StringBuilder csv;

  /**
   * An empty plot.
   *
   * @param label what the values are, with unit
   */
  public Bars(String id, String title, String label) {
    super(id, title);
    this.label = label;
    this.csv = new StringBuilder("name,value,error\n");
  }

  /** Adds a bar; an error of 0 is not drawn. */
  public void bar(String name, double value, double error) {
    csv.append(cell(name)).append(',').append(value).append(',').append(error).append('\n');
    bars.add(new Bar(name, Math.min(0, value), Math.max(0, value), error));
  }

  /** Adds a bar that goes both ways from zero, such as a shift down and up. */
  public void shift(String name, double down, double up) {
    csv.append(cell(name + " down")).append(',').append(down).append(",\n");
    csv.append(cell(name + " up")).append(',').append(up).append(",\n");
    bars.add(new Bar(name, Math.min(0, Math.min(down, up)), Math.max(0, Math.max(down, up)), 0));
  }

  @Override
  public boolean empty() {
    return bars.isEmpty();
  }

  @Override
  protected String csv() {
    return csv.toString();
  }

  @Override
  protected int[] size() {
    return new int[] {WIDTH, (int) (TOP + ROW * bars.size() + 10 + 56)};
  }

  @Override
  void paint(Canvas canvas) {
    double names =
        bars.stream().mapToDouble(b -> ImageCanvas.Type.width(b.name(), 14)).max().orElse(0);
    double left = Math.min(330, names + 24);
    double bottom = TOP + ROW * bars.size() + 10;
    double low =
        bars.stream().mapToDouble(b -> Math.min(b.low(), b.low() - side(b, -1))).min().orElse(0);
    double high = bars.stream().mapToDouble(b -> b.high() + side(b, 1)).max().orElse(1);
    if (low == high) {
      low = -1;
      high = 1;
    }
    double pad = 0.05 * (high - low);
    Axis x = new Axis(low < 0 ? low - pad : 0, high > 0 ? high + pad : 0, false, left, RIGHT);
    for (Axis.Tick tick : x.ticks(6)) {
      if (!tick.label().isEmpty()) {
        double at = x.at(tick.value());
        canvas.line(at, TOP, at, bottom, Pen.thin(Palette.GRID));
        canvas.line(at, bottom, at, bottom - 8, Pen.thin(Palette.INK));
        canvas.text(tick.label(), at, bottom + 18, 13.5, Anchor.MIDDLE, Palette.INK);
      }
    }
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = TOP + 5 + ROW * i;
      canvas.text(bar.name(), left - 8, y + ROW / 2 + 4.5, 14, Anchor.END, Palette.INK);
      piece(canvas, x, bar.low(), 0, y, 1);
      piece(canvas, x, 0, bar.high(), y, 0);
      if (bar.error() > 0) {
        double end = bar.high() > 0 ? bar.high() : bar.low();
        canvas.line(
            x.at(end - bar.error()),
            y + ROW / 2,
            x.at(end + bar.error()),
            y + ROW / 2,
            new Pen(Palette.INK, 1.4, false));
      }
    }
    canvas.polyline(
        new double[] {left, RIGHT, RIGHT, left, left},
        new double[] {TOP, TOP, bottom, bottom, TOP},
        new Pen(Palette.INK, 1.2, false));
    canvas.line(x.at(0), TOP, x.at(0), bottom, Pen.thin(Palette.INK));
    int power = x.exponent();
    String unit = power == 0 ? label : label + "  [×10" + Axis.superscript(power) + "]";
    canvas.text(unit, (left + RIGHT) / 2, bottom + 42, 16, Anchor.MIDDLE, Palette.INK);
  }

  /** How far the error bar of a bar reaches beyond it. */
  private static double side(Bar bar, int direction) {
    boolean positive = bar.high() > 0;
    return direction > 0 == positive ? bar.error() : 0;
  }

  private static void piece(Canvas canvas, Axis x, double from, double to, double y, int colour) {
    if (to > from) {
      canvas.rectangle(
          x.at(from), y + 3, x.at(to) - x.at(from), ROW - 6, Palette.colour(colour), 0.8);
    }
  }
}
