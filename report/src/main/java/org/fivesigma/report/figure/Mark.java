package org.fivesigma.report.figure;

import java.awt.Color;
import org.fivesigma.report.figure.Canvas.Pen;

/** One thing drawn into a panel, in values of its axes. */
sealed interface Mark {
  /** Its name in the legend; empty: it has no place there. */
  String name();

  /** Its colour. */
  Color colour();

  /** Draws it. */
  void paint(Canvas canvas, Axis x, Axis y);

  /** Draws its sign in the legend, 22 pixels wide. */
  void sign(Canvas canvas, double left, double middle);

  /** The values it spans upwards, for the range of the axis. */
  double[] heights();

  /** The values it spans sideways. */
  double[] widths();

  /** A line through points. */
  record Line(String name, Color colour, boolean dashed, double[] x, double[] y) implements Mark {
    private static final int MOST_DRAWN = 800;

    @Override
    public void paint(Canvas canvas, Axis ax, Axis ay) {
      int stride = Math.max(1, x.length / MOST_DRAWN);
      double[] px = new double[x.length];
      double[] py = new double[x.length];
      int n = 0;
      for (int i = 0; i < x.length; i++) {
        boolean gap = !Double.isFinite(x[i]) || !Double.isFinite(y[i]) || (ay.log() && y[i] <= 0);
        if (gap) {
          flush(canvas, px, py, n);
          n = 0;
        } else if (i % stride == 0 || i == x.length - 1) {
          px[n] = ax.at(x[i]);
          py[n++] = ay.at(y[i]);
        }
      }
      flush(canvas, px, py, n);
    }

    private void flush(Canvas canvas, double[] px, double[] py, int n) {
      if (n > 0) {
        canvas.polyline(java.util.Arrays.copyOf(px, n), java.util.Arrays.copyOf(py, n), pen());
      }
    }

    private Pen pen() {
      return new Pen(colour, dashed ? 1.6 : 2, dashed);
    }

    @Override
    public void sign(Canvas canvas, double left, double middle) {
      canvas.line(left, middle, left + 22, middle, pen());
    }

    @Override
    public double[] heights() {
      return y;
    }

    @Override
    public double[] widths() {
      return x;
    }
  }

  /** Points with error bars. */
  record Points(String name, Color colour, double[] x, double[] y, double[] errors)
      implements Mark {
    @Override
    public void paint(Canvas canvas, Axis ax, Axis ay) {
      for (int i = 0; i < x.length; i++) {
        if (!Double.isFinite(x[i]) || !Double.isFinite(y[i]) || (ay.log() && y[i] <= 0)) {
          continue;
        }
        double px = ax.at(x[i]);
        if (errors[i] > 0) {
          double low = ay.log() ? Math.max(y[i] - errors[i], ay.low() / 10) : y[i] - errors[i];
          canvas.line(px, ay.at(low), px, ay.at(y[i] + errors[i]), new Pen(colour, 1.4, false));
        }
        canvas.circle(px, ay.at(y[i]), 3.2, colour);
      }
    }

    @Override
    public void sign(Canvas canvas, double left, double middle) {
      canvas.line(left + 11, middle - 7, left + 11, middle + 7, new Pen(colour, 1.4, false));
      canvas.circle(left + 11, middle, 3.2, colour);
    }

    @Override
    public double[] heights() {
      double[] ends = new double[2 * y.length];
      for (int i = 0; i < y.length; i++) {
        ends[2 * i] = y[i] + errors[i];
        ends[2 * i + 1] = y[i] - errors[i] > 0 || y[i] <= 0 ? y[i] - errors[i] : y[i];
      }
      return ends;
    }

    @Override
    public double[] widths() {
      return x;
    }
  }

  /** What lies between two lines. */
  record Band(String name, Color colour, double opacity, double[] x, double[] low, double[] high)
      implements Mark {
    @Override
    public void paint(Canvas canvas, Axis ax, Axis ay) {
      int from = 0;
      while (from < x.length) {
        int to = from;
        while (to < x.length && Double.isFinite(low[to]) && Double.isFinite(high[to])) {
          to++;
        }
        if (to - from > 1) {
          piece(canvas, ax, ay, from, to);
        }
        from = Math.max(to, from + 1);
      }
    }

    private void piece(Canvas canvas, Axis ax, Axis ay, int from, int to) {
      int n = to - from;
      double[] px = new double[2 * n];
      double[] py = new double[2 * n];
      double floor = ay.log() ? ay.low() / 10 : Double.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        px[i] = ax.at(x[from + i]);
        py[i] = ay.at(Math.max(high[from + i], floor));
        px[2 * n - 1 - i] = px[i];
        py[2 * n - 1 - i] = ay.at(Math.max(low[from + i], floor));
      }
      canvas.polygon(px, py, colour, opacity);
    }

    @Override
    public void sign(Canvas canvas, double left, double middle) {
      canvas.rectangle(left, middle - 6, 22, 12, colour, opacity);
    }

    @Override
    public double[] heights() {
      double[] ends = new double[2 * x.length];
      System.arraycopy(low, 0, ends, 0, x.length);
      System.arraycopy(high, 0, ends, x.length, x.length);
      return ends;
    }

    @Override
    public double[] widths() {
      return x;
    }
  }

  /** A line from bottom to top. */
  record Vertical(String name, Color colour, double at) implements Mark {
    @Override
    public void paint(Canvas canvas, Axis ax, Axis ay) {
      canvas.line(ax.at(at), ay.first(), ax.at(at), ay.last(), new Pen(colour, 1.6, true));
    }

    @Override
    public void sign(Canvas canvas, double left, double middle) {
      canvas.line(left, middle, left + 22, middle, new Pen(colour, 1.6, true));
    }

    @Override
    public double[] heights() {
      return new double[0];
    }

    @Override
    public double[] widths() {
      return new double[] {at};
    }
  }

  /** A range from bottom to top. */
  record Region(String name, Color colour, double from, double to) implements Mark {
    @Override
    public void paint(Canvas canvas, Axis ax, Axis ay) {
      canvas.rectangle(
          ax.at(from), ay.last(), ax.at(to) - ax.at(from), ay.first() - ay.last(), colour, 0.18);
    }

    @Override
    public void sign(Canvas canvas, double left, double middle) {
      canvas.rectangle(left, middle - 6, 22, 12, colour, 0.3);
    }

    @Override
    public double[] heights() {
      return new double[0];
    }

    @Override
    public double[] widths() {
      return new double[] {from, to};
    }
  }
}
