package org.fivesigma.report.explore;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.explore.Exploration.Feature;
import org.fivesigma.spi.explore.Exploration.Histogram;

/**
 * The histograms of one feature, a line of steps with error bars for each class, each normalised to
 * its own sum of weights so that classes of any size can be compared. A few kilobytes of SVG.
 */
final class FeatureDrawing {
  /** Colours that colour-blind readers tell apart (M. Okabe and K. Ito). */
  static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");

  private static final double WIDTH = 420;
  private static final double HEIGHT = 220;
  private static final double LEFT = 52;
  private static final double RIGHT = 10;
  private static final double TOP = 8;
  private static final double BOTTOM = 26;

  private final Histogram h;
  private final int bins;
  private final double[][] density;
  private final double[][] errors;
  private double lowest;
  private double highest;

  FeatureDrawing(Feature feature) {
    h = feature.histogram();
    bins = Math.max(0, h.edges().length - 1);
    density = new double[h.sums().length][bins];
    errors = new double[h.sums().length][bins];
    for (int c = 0; c < density.length; c++) {
      double total = h.below()[c] + h.above()[c];
      for (double sum : h.sums()[c]) {
        total += sum;
      }
      double scale = Math.abs(total) > 0 ? 1 / total : 0;
      for (int b = 0; b < bins; b++) {
        density[c][b] = h.sums()[c][b] * scale;
        errors[c][b] = h.errors()[c][b] * Math.abs(scale);
        highest = Math.max(highest, density[c][b] + errors[c][b]);
        lowest = Math.min(lowest, density[c][b] - errors[c][b]);
      }
    }
  }

  boolean empty() {
    return bins == 0 || highest <= lowest;
  }

  String svg() {
    StringBuilder b =
        new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
            .append((int) WIDTH)
            .append(' ')
            .append((int) HEIGHT)
            .append("\" width=\"100%\" font-family=\"sans-serif\" font-size=\"11\">");
    b.append("<rect x=\"0\" y=\"0\" width=\"")
        .append((int) WIDTH)
        .append("\" height=\"")
        .append((int) HEIGHT)
        .append("\" fill=\"#fff\"/>");
    axes(b);
    for (int c = 0; c < density.length; c++) {
      drawClass(b, c);
    }
    return b.append("</svg>").toString();
  }

  private double x(double value) {
    double low = h.edges()[0];
    double high = h.edges()[bins];
    return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (value - lowest) / (highest - lowest) * (HEIGHT - TOP - BOTTOM);
  }

  private void axes(StringBuilder b) {
    b.append("<rect x=\"")
        .append(Text.at(LEFT))
        .append("\" y=\"")
        .append(Text.at(TOP))
        .append("\" width=\"")
        .append(Text.at(WIDTH - LEFT - RIGHT))
        .append("\" height=\"")
        .append(Text.at(HEIGHT - TOP - BOTTOM))
        .append("\" fill=\"none\" stroke=\"#444\"/>");
    for (double tick : ticks(h.edges()[0], h.edges()[bins], 5)) {
      b.append("<path d=\"M")
          .append(Text.at(x(tick)))
          .append(' ')
          .append(Text.at(HEIGHT - BOTTOM))
          .append("v-4\" stroke=\"#444\"/><text x=\"")
          .append(Text.at(x(tick)))
          .append("\" y=\"")
          .append(Text.at(HEIGHT - BOTTOM + 14))
          .append("\" text-anchor=\"middle\">")
          .append(label(tick))
          .append("</text>");
    }
    for (double tick : ticks(lowest, highest, 4)) {
      b.append("<path d=\"M")
          .append(Text.at(LEFT))
          .append(' ')
          .append(Text.at(y(tick)))
          .append("h4\" stroke=\"#444\"/><text x=\"")
          .append(Text.at(LEFT - 5))
          .append("\" y=\"")
          .append(Text.at(y(tick) + 4))
          .append("\" text-anchor=\"end\">")
          .append(label(tick))
          .append("</text>");
    }
  }

  private void drawClass(StringBuilder b, int c) {
    String colour = COLOURS.get(c % COLOURS.size());
    StringBuilder steps = new StringBuilder();
    StringBuilder bars = new StringBuilder();
    for (int i = 0; i < bins; i++) {
      double top = y(density[c][i]);
      double left = x(h.edges()[i]);
      double right = x(h.edges()[i + 1]);
      steps.append(i == 0 ? 'M' : 'L').append(Text.at(left)).append(' ').append(Text.at(top));
      steps.append('H').append(Text.at(right));
      if (errors[c][i] > 0) {
        double middle = (left + right) / 2;
        bars.append('M').append(Text.at(middle)).append(' ');
        bars.append(Text.at(y(density[c][i] - errors[c][i])));
        bars.append('V').append(Text.at(y(density[c][i] + errors[c][i])));
      }
    }
    b.append("<path fill=\"none\" stroke-width=\"1.6\" stroke=\"")
        .append(colour)
        .append("\" d=\"")
        .append(steps)
        .append("\"/><path fill=\"none\" stroke=\"")
        .append(colour)
        .append("\" d=\"")
        .append(bars)
        .append("\"/>");
  }

  /** Round numbers between two values, about as many as wanted. */
  static List<Double> ticks(double low, double high, int wanted) {
    double rough = (high - low) / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = factor * power;
      if (step >= rough) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (double t = Math.ceil(low / step); t * step <= high + 1e-9 * step; t++) {
      ticks.add(t * step);
    }
    return ticks;
  }

  private static String label(double tick) {
    double clean = Math.abs(tick) < 1e-12 ? 0 : tick;
    double size = Math.abs(clean);
    if (size != 0 && (size >= 1e5 || size < 1e-3)) {
      return String.format(java.util.Locale.ROOT, "%.3g", clean)
          .replaceFirst("\\.?0*e", "e")
          .replace("e+0", "e")
          .replace("e-0", "e-");
    }
    return java.math.BigDecimal.valueOf(clean)
        .round(new java.math.MathContext(5))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** The numbers behind the drawing. */
  String csv(List<String> classes) {
    StringBuilder b = new StringBuilder("class,low,high,sum_of_weights,error\n");
    for (int c = 0; c < density.length; c++) {
      row(b, classes.get(c), "-inf", Double.toString(h.edges()[0]), h.below()[c], "");
      for (int i = 0; i < bins; i++) {
        row(
            b,
            classes.get(c),
            Double.toString(h.edges()[i]),
            Double.toString(h.edges()[i + 1]),
            h.sums()[c][i],
            Double.toString(h.errors()[c][i]));
      }
      row(b, classes.get(c), Double.toString(h.edges()[bins]), "inf", h.above()[c], "");
    }
    return b.toString();
  }

  private static void row(
      StringBuilder b, String name, String low, String high, double sum, String error) {
    b.append('"').append(name.replace("\"", "\"\"")).append("\",").append(low).append(',');
    b.append(high).append(',').append(sum).append(',').append(error).append('\n');
  }
}
