package org.fivesigma.report.figure;

import java.awt.Color;
import java.util.Locale;

/** Draws an SVG document that fills the width of its place. */
final class SvgCanvas implements Canvas {
  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;
  private final String label;

  SvgCanvas(int width, int height, String label) {
    this.width = width;
    this.height = height;
    this.label = label;
  }

  /** The document. */
  String document() {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" viewBox=\"0 0 "
        + width
        + " "
        + height
        + "\" role=\"img\" aria-label=\""
        + escape(label)
        + "\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n"
        + "<rect width=\""
        + width
        + "\" height=\""
        + height
        + "\" fill=\"#fff\"/>\n"
        + body
        + "</svg>\n";
  }

  @Override
  public void clip(double x, double y, double w, double h) {
    body.append(
        String.format(
            Locale.ROOT,
            "<svg x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" viewBox=\"%s %s %s %s\">\n",
            number(x),
            number(y),
            number(w),
            number(h),
            number(x),
            number(y),
            number(w),
            number(h)));
  }

  @Override
  public void unclip() {
    body.append("</svg>\n");
  }

  @Override
  public void polyline(double[] x, double[] y, Pen pen) {
    body.append("<polyline fill=\"none\" stroke=\"")
        .append(hex(pen.colour()))
        .append("\" stroke-width=\"")
        .append(number(pen.width()))
        .append(pen.dashed() ? "\" stroke-dasharray=\"6 4" : "")
        .append("\" stroke-linejoin=\"round\" points=\"");
    points(x, y);
    body.append("\"/>\n");
  }

  @Override
  public void polygon(double[] x, double[] y, Color fill, double opacity) {
    body.append("<polygon fill=\"").append(hex(fill));
    if (opacity < 1) {
      body.append("\" fill-opacity=\"").append(number(opacity));
    }
    body.append("\" points=\"");
    points(x, y);
    body.append("\"/>\n");
  }

  private void points(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      body.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
    }
  }

  @Override
  public void circle(double x, double y, double radius, Color fill) {
    body.append("<circle cx=\"")
        .append(number(x))
        .append("\" cy=\"")
        .append(number(y))
        .append("\" r=\"")
        .append(number(radius))
        .append("\" fill=\"")
        .append(hex(fill))
        .append("\"/>\n");
  }

  @Override
  public void text(
      String text, double x, double y, double size, Anchor anchor, Color colour, boolean turned) {
    body.append("<text x=\"")
        .append(number(x))
        .append("\" y=\"")
        .append(number(y))
        .append("\" font-size=\"")
        .append(number(size))
        .append("\" fill=\"")
        .append(hex(colour))
        .append("\" text-anchor=\"")
        .append(anchor.name().toLowerCase(Locale.ROOT))
        .append('"');
    if (turned) {
      body.append(" transform=\"rotate(-90 ")
          .append(number(x))
          .append(' ')
          .append(number(y))
          .append(")\"");
    }
    body.append('>').append(escape(text)).append("</text>\n");
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.indexOf('.') < 0 ? text : text.replaceAll("\\.?0+$", "");
  }

  private static String hex(Color colour) {
    return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
