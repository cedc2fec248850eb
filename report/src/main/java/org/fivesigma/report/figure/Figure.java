package org.fivesigma.report.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivesigma.report.figure.Canvas.Anchor;

/**
 * A plot of y against x: lines, histograms, points with error bars and bands, with a second panel
 * below for ratios. Ticks point inwards, the legend stands above the frame.
 */
public final class Figure extends Drawing {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 500;
  private static final double LEFT = 82;
  private static final double RIGHT = WIDTH - 18;
  private static final double BOTTOM = HEIGHT - 56;
  private static final double TEXT = 14;
  private static final double ROW = 20;
  private static final int LONGEST_NAME = 28;

  private final String xLabel;
  private final Panel main;
  private final StringBuilder csv = new StringBuilder("series,x,y,error\n");
  private Panel lower;
  private boolean logX;
  private double[] xRange;
  private List<String> xNames = List.of();

  /**
   * An empty plot.
   *
   * @param id name of its files
   * @param title said above it in the report
   */
  public Figure(String id, String title, String xLabel, String yLabel) {
    super(id, title);
    this.xLabel = xLabel;
    this.main = new Panel(yLabel);
  }

  @Override
  public boolean empty() {
    return main.marks().isEmpty();
  }

  @Override
  protected String csv() {
    return csv.toString();
  }

  @Override
  protected int[] size() {
    return new int[] {WIDTH, HEIGHT};
  }

  /** A logarithmic y axis; values that are not positive are not drawn. */
  public void logY() {
    main.logarithmic();
  }

  /** A logarithmic x axis; all x are positive then. */
  public void logX() {
    logX = true;
  }

  /** Ends of the x axis; ends that span nothing are not taken. */
  public void xRange(double low, double high) {
    xRange = low < high ? new double[] {low, high} : null;
  }

  /** Names of the places 0, 1, 2, … of the x axis, in place of numbers. */
  public void xNames(List<String> names) {
    xNames =
        names.stream()
            .map(n -> n.length() > LONGEST_NAME ? n.substring(0, LONGEST_NAME - 1) + "…" : n)
            .toList();
    xRange(-0.5, names.size() - 0.5);
  }

  /** Ends of the y axis. */
  public void yRange(double low, double high) {
    main.range(low, high);
  }

  /**
   * A line through points; {@code colour} is the number of a colour, {@code dashed} for the lesser
   * of two. A value that is no number interrupts it.
   */
  public void line(String name, double[] x, double[] y, int colour, boolean dashed) {
    write(name, x, y, null);
    add(main, new Mark.Line(name, Palette.colour(colour), dashed, x, y));
  }

  /** A histogram as steps over bin edges. */
  public void steps(String name, double[] edges, double[] heights, int colour) {
    write(name, centres(edges), heights, null);
    add(main, new Mark.Line(name, Palette.colour(colour), false, corners(edges), doubled(heights)));
  }

  /** A filled histogram that stands on another: from {@code base} to {@code base + heights}. */
  public void stacked(String name, double[] edges, double[] base, double[] heights, int colour) {
    write(name, centres(edges), heights, null);
    double[] top = new double[heights.length];
    Arrays.setAll(top, i -> base[i] + heights[i]);
    add(
        main,
        new Mark.Band(
            name, Palette.colour(colour), 0.75, corners(edges), doubled(base), doubled(top)));
  }

  /** Points with error bars. */
  public void points(String name, double[] x, double[] y, double[] errors, int colour) {
    write(name, x, y, errors);
    add(main, new Mark.Points(name, Palette.colour(colour), x, y, errors));
  }

  /** What lies between two lines. */
  public void band(String name, double[] x, double[] low, double[] high, int colour) {
    write(name + " low", x, low, null);
    write(name + " high", x, high, null);
    add(main, new Mark.Band(name, Palette.colour(colour), 0.22, x, low, high));
  }

  /** A dashed line from bottom to top. */
  public void vertical(String name, double x, int colour) {
    write(name, new double[] {x}, new double[] {Double.NaN}, null);
    add(main, new Mark.Vertical(name, Palette.colour(colour), x));
  }

  /** A shaded range from bottom to top. */
  public void region(String name, double from, double to, int colour) {
    write(name, new double[] {from, to}, new double[] {Double.NaN, Double.NaN}, null);
    add(main, new Mark.Region(name, Palette.colour(colour), from, to));
  }

  /** Points of the panel below, which is there from the first of them on; 1 is marked. */
  public void ratio(
      String label, String name, double[] x, double[] y, double[] errors, int colour) {
    if (lower == null) {
      lower = new Panel(label);
      lower.range(0.5, 1.5);
    }
    write(name + ", " + label, x, y, errors);
    add(lower, new Mark.Points("", Palette.colour(colour), x, y, errors));
  }

  private static void add(Panel panel, Mark mark) {
    if (mark.widths().length > 0) {
      panel.add(mark);
    }
  }

  private void write(String name, double[] x, double[] y, double[] errors) {
    for (int i = 0; i < x.length; i++) {
      csv.append(cell(name)).append(',').append(x[i]).append(',');
      csv.append(Double.isNaN(y[i]) ? "" : Double.toString(y[i])).append(',');
      csv.append(errors == null ? "" : Double.toString(errors[i])).append('\n');
    }
  }

  private static double[] centres(double[] edges) {
    double[] centres = new double[edges.length - 1];
    Arrays.setAll(centres, i -> (edges[i] + edges[i + 1]) / 2);
    return centres;
  }

  private static double[] corners(double[] edges) {
    double[] x = new double[2 * (edges.length - 1)];
    Arrays.setAll(x, i -> edges[(i + 1) / 2]);
    return x;
  }

  private static double[] doubled(double[] heights) {
    double[] y = new double[2 * heights.length];
    Arrays.setAll(y, i -> heights[i / 2]);
    return y;
  }

  @Override
  void paint(Canvas canvas) {
    double top = legend(canvas) + 16;
    List<Panel> panels = lower == null ? List.of(main) : List.of(main, lower);
    double[] ends = xRange == null ? Panel.span(panels, logX) : xRange;
    Axis x = new Axis(ends[0], ends[1], logX, LEFT, RIGHT, xNames);
    double bottom = BOTTOM - Panel.below(x);
    double room = 0.08;
    if (lower == null) {
      main.paint(canvas, x, top, bottom, true, room);
    } else {
      double between = top + 0.72 * (bottom - top);
      main.paint(canvas, x, top, between - 5, false, room);
      lower.paint(canvas, x, between + 5, bottom, true, 0);
      canvas.line(
          LEFT,
          (between + 5 + bottom) / 2,
          RIGHT,
          (between + 5 + bottom) / 2,
          new Canvas.Pen(Palette.INK, 1, true));
    }
    int power = xNames.isEmpty() ? x.exponent() : 0;
    String label = power == 0 ? xLabel : xLabel + "  [×10" + Axis.superscript(power) + "]";
    canvas.text(label, (LEFT + RIGHT) / 2, HEIGHT - 14, 16, Anchor.MIDDLE, Palette.INK);
  }

  /** Draws the legend and gives where it ends. */
  private double legend(Canvas canvas) {
    List<Mark> named = new ArrayList<>();
    for (Mark mark : main.marks()) {
      if (!mark.name().isEmpty()) {
        named.add(mark);
      }
    }
    double x = LEFT;
    double y = 16;
    for (Mark mark : named) {
      double width = 22 + 6 + ImageCanvas.Type.width(mark.name(), TEXT) + 18;
      if (x > LEFT && x + width > RIGHT + 18) {
        x = LEFT;
        y += ROW;
      }
      mark.sign(canvas, x, y);
      canvas.text(mark.name(), x + 28, y + 5, TEXT, Anchor.START, Palette.INK);
      x += width;
    }
    return named.isEmpty() ? 4 : y + 8;
  }
}
