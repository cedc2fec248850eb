package org.fivesigma.report.explore;

import java.util.List;
import java.util.Locale;
import org.fivesigma.spi.explore.Exploration.Correlations;

/** A correlation map: blue for −1, white for 0, red for +1, the number in a tooltip. */
final class CorrelationDrawing {
  private static final int CELL = 16;
  private static final int LETTER = 6;

  private CorrelationDrawing() {}

  /**
   * The drawing.
   *
   * @param shown indices of the features that are drawn
   */
  static String svg(Correlations map, List<String> names, int[] shown) {
    int longest = 0;
    for (int f : shown) {
      longest = Math.max(longest, Math.min(32, names.get(f).length()));
    }
    int margin = 8 + longest * LETTER;
    int size = margin + shown.length * CELL + 4;
    StringBuilder b =
        new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
            .append(size)
            .append(' ')
            .append(size)
            .append("\" width=\"100%\" style=\"max-width:")
            .append(Math.max(320, size * 5 / 4))
            .append("px\" font-family=\"sans-serif\" font-size=\"10\">");
    for (int i = 0; i < shown.length; i++) {
      String name = Text.escape(shortened(names.get(shown[i])));
      int at = margin + i * CELL + 12;
      b.append("<text x=\"").append(margin - 4).append("\" y=\"").append(at);
      b.append("\" text-anchor=\"end\">").append(name).append("</text>");
      b.append("<text transform=\"translate(").append(at).append(' ').append(margin - 4);
      b.append(") rotate(-90)\">").append(name).append("</text>");
    }
    for (int i = 0; i < shown.length; i++) {
      for (int j = 0; j < shown.length; j++) {
        double r = map.matrix()[shown[i]][shown[j]];
        b.append("<rect x=\"").append(margin + j * CELL).append("\" y=\"");
        b.append(margin + i * CELL).append("\" width=\"").append(CELL).append("\" height=\"");
        b.append(CELL).append("\" fill=\"").append(colour(r)).append("\"><title>");
        b.append(Text.escape(names.get(shown[i]))).append(", ");
        b.append(Text.escape(names.get(shown[j]))).append(": ");
        b.append(Double.isNaN(r) ? "none" : String.format(Locale.ROOT, "%.3f", r));
        b.append("</title></rect>");
      }
    }
    return b.append("</svg>").toString();
  }

  private static String shortened(String name) {
    return name.length() > 32 ? name.substring(0, 31) + "…" : name;
  }

  static String colour(double r) {
    if (Double.isNaN(r)) {
      return "#ddd";
    }
    double share = Math.min(1, Math.abs(r));
    int[] end = r < 0 ? new int[] {0x21, 0x66, 0xAC} : new int[] {0xB2, 0x18, 0x2B};
    StringBuilder b = new StringBuilder("#");
    for (int part : end) {
      b.append(String.format(Locale.ROOT, "%02x", Math.round(255 + (part - 255) * share)));
    }
    return b.toString();
  }
}
