package org.fivesigma.report.figure;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.report.figure.Canvas.Anchor;
import org.fivesigma.report.figure.Canvas.Pen;

/** A frame with axes and what is drawn inside; several stand above each other over one x axis. */
final class Panel {
  private static final double LABEL = 16;
  private static final double TICK = 13.5;

  private final List<Mark> marks = new ArrayList<>();
  private final String label;
  private boolean log;
  private double[] range;

  Panel(String label) {
    this.label = label;
  }

  void add(Mark mark) {
    marks.add(mark);
  }

  List<Mark> marks() {
    return marks;
  }

  void logarithmic() {
    log = true;
  }

  void range(double low, double high) {
    range = new double[] {low, high};
  }

  /** Draws the frame with its marks. */
  void paint(Canvas canvas, Axis x, double top, double bottom, boolean numbersBelow, double room) {
    Axis y = axis(top, bottom, room);
    double left = x.first();
    double right = x.last();
    int wanted = bottom - top < 150 ? 3 : 6;
    canvas.clip(left, top, right - left, bottom - top);
    for (Axis.Tick tick : y.ticks(wanted)) {
      if (!tick.label().isEmpty()) {
        canvas.line(left, y.at(tick.value()), right, y.at(tick.value()), Pen.thin(Palette.GRID));
      }
    }
    marks.forEach(mark -> mark.paint(canvas, x, y));
    canvas.unclip();
    frame(canvas, left, right, top, bottom);
    for (Axis.Tick tick : y.ticks(wanted)) {
      double at = y.at(tick.value());
      double length = tick.label().isEmpty() ? 4 : 8;
      canvas.line(left, at, left + length, at, Pen.thin(Palette.INK));
      canvas.line(right - length, at, right, at, Pen.thin(Palette.INK));
      canvas.text(tick.label(), left - 7, at + 4.5, TICK, Anchor.END, Palette.INK);
    }
    for (Axis.Tick tick : x.ticks(7)) {
      double at = x.at(tick.value());
      double length = tick.label().isEmpty() ? 4 : 8;
      canvas.line(at, bottom, at, bottom - length, Pen.thin(Palette.INK));
      canvas.line(at, top, at, top + length, Pen.thin(Palette.INK));
      if (numbersBelow) {
        if (turned(x)) {
          canvas.text(
              tick.label(), at + TICK * 0.36, bottom + 8, TICK, Anchor.END, Palette.INK, true);
        } else {
          canvas.text(tick.label(), at, bottom + 18, TICK, Anchor.MIDDLE, Palette.INK);
        }
      }
    }
    int power = y.exponent();
    if (power != 0) {
      canvas.text("×10" + Axis.superscript(power), left, top - 6, TICK, Anchor.START, Palette.INK);
    }
    canvas.text(label, 20, (top + bottom) / 2, LABEL, Anchor.MIDDLE, Palette.INK, true);
  }

  /** Whether names below the axis stand upright, as they are too long for their room. */
  private static boolean turned(Axis x) {
    return !x.names().isEmpty()
        && widest(x.names()) > (x.last() - x.first()) / x.names().size() - 10;
  }

  /** Pixels that names below an axis need more than numbers do. */
  static double below(Axis x) {
    return turned(x) ? Math.max(0, widest(x.names()) - 12) : 0;
  }

  private static double widest(List<String> names) {
    return names.stream().mapToDouble(n -> ImageCanvas.Type.width(n, TICK)).max().orElse(0);
  }

  private static void frame(Canvas canvas, double left, double right, double top, double bottom) {
    canvas.polyline(
        new double[] {left, right, right, left, left},
        new double[] {top, top, bottom, bottom, top},
        new Pen(Palette.INK, 1.2, false));
  }

  private Axis axis(double top, double bottom, double room) {
    if (range != null) {
      return new Axis(range[0], range[1], log, bottom, top);
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Mark mark : marks) {
      for (double v : mark.heights()) {
        if (Double.isFinite(v) && (!log || v > 0)) {
          low = Math.min(low, v);
          high = Math.max(high, v);
        }
      }
    }
    if (log && high / low > 1e9) {
      low = high / 1e9;
    }
    double[] ends = Axis.ends(low, high, log, room);
    return new Axis(ends[0], ends[1], log, bottom, top);
  }

  static double[] span(List<Panel> panels, boolean log) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Panel panel : panels) {
      for (Mark mark : panel.marks) {
        for (double v : mark.widths()) {
          if (Double.isFinite(v) && (!log || v > 0)) {
            low = Math.min(low, v);
            high = Math.max(high, v);
          }
        }
      }
    }
    double[] ends = Axis.ends(low, high, log, 0);
    boolean wide = high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high));
    return wide && Double.isFinite(high - low) ? new double[] {low, high} : ends;
  }
}
