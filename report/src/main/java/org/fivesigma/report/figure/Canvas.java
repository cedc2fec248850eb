package org.fivesigma.report.figure;

import java.awt.Color;

/**
 * What a plot is drawn on, in pixels from the upper left corner: an SVG document or an image. Both
 * show the same.
 */
interface Canvas {
  /** Where a text stands relative to its point. */
  enum Anchor {
    /** It begins there. */
    START,
    /** It is centred there. */
    MIDDLE,
    /** It ends there. */
    END
  }

  /** How lines are drawn. */
  record Pen(Color colour, double width, boolean dashed) {
    static Pen thin(Color colour) {
      return new Pen(colour, 1, false);
    }
  }

  /** What is drawn until {@link #unclip} stays inside this rectangle. */
  void clip(double x, double y, double width, double height);

  /** Ends {@link #clip}. */
  void unclip();

  /** A line through points. */
  void polyline(double[] x, double[] y, Pen pen);

  /** A filled polygon; {@code opacity} from 0 to 1. */
  void polygon(double[] x, double[] y, Color fill, double opacity);

  /** A filled circle. */
  void circle(double x, double y, double radius, Color fill);

  /** A text whose base line is at y; turned: read from bottom to top. */
  void text(
      String text, double x, double y, double size, Anchor anchor, Color colour, boolean turned);

  /** A line between two points. */
  default void line(double x1, double y1, double x2, double y2, Pen pen) {
    polyline(new double[] {x1, x2}, new double[] {y1, y2}, pen);
  }

  /** A filled rectangle. */
  default void rectangle(
      double x, double y, double width, double height, Color fill, double opacity) {
    polygon(
        new double[] {x, x + width, x + width, x},
        new double[] {y, y, y + height, y + height},
        fill,
        opacity);
  }

  /** A text read from left to right. */
  default void text(String text, double x, double y, double size, Anchor anchor, Color colour) {
    text(text, x, y, size, anchor, colour, false);
  }
}
