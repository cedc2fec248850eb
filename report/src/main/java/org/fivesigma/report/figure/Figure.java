package org.fivesigma.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One plot in the house style: colours that colour-blind readers tell apart (M. Okabe and K. Ito),
 * ticks inside, error bars on points, labels with units. Written as SVG for the report, PNG for
 * trackers, and its numbers as csv.
 */
public final class Figure {
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x000000));
  private static final int WIDTH = 720;
  private static final int HEIGHT = 480;
  private static final int MOST_DRAWN = 300;

  private final String id;
  private final String title;
  private final XYChart chart;
  private final StringBuilder csv = new StringBuilder("series,x,y,error\n");
  private final Set<String> names = new HashSet<>();
  private int series;

  /**
   * An empty plot.
   *
   * @param id name of its files
   * @param title said above it in the report
   */
  public Figure(String id, String title, String xLabel, String yLabel) {
    this.id = id;
    this.title = title;
    this.chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(xLabel)
            .yAxisTitle(yLabel)
            .build();
    var styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotGridLinesColor(new Color(0xE6E6E6));
    styler.setPlotBorderColor(Color.BLACK);
    styler.setChartTitleVisible(false);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLocale(Locale.ROOT);
    styler.setXAxisDecimalPattern("0.####");
    styler.setMarkerSize(6);
    styler.setErrorBarsColorSeriesColor(true);
  }

  /** Name of its files. */
  public String id() {
    return id;
  }

  /** Said above it in the report. */
  public String title() {
    return title;
  }

  /** Whether nothing was drawn. */
  public boolean empty() {
    return series == 0;
  }

  /** A logarithmic y axis; values that are not positive are not drawn. Called before any series. */
  public void logY() {
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisDecimalPattern("0.##E0");
  }

  /** A logarithmic x axis. */
  public void logX() {
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("0.##E0");
  }

  /** Ends of the x axis. */
  public void xRange(double low, double high) {
    chart.getStyler().setXAxisMin(low);
    chart.getStyler().setXAxisMax(high);
  }

  /** Ends of the y axis. */
  public void yRange(double low, double high) {
    chart.getStyler().setYAxisMin(low);
    chart.getStyler().setYAxisMax(high);
  }

  /**
   * A line through points; {@code colour} is the number of a colour, {@code dashed} for the lesser
   * of two.
   */
  public void line(String name, double[] x, double[] y, int colour, boolean dashed) {
    XYSeries s = add(name, x, y, null, colour);
    if (s != null) {
      s.setMarker(SeriesMarkers.NONE);
      s.setLineStyle(
          dashed
              ? new BasicStroke(
                  1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0)
              : new BasicStroke(2f));
    }
  }

  /** A histogram as steps over bin edges. */
  public void steps(String name, double[] edges, double[] heights, int colour) {
    double[] x = new double[2 * heights.length];
    double[] y = new double[2 * heights.length];
    for (int i = 0; i < heights.length; i++) {
      x[2 * i] = edges[i];
      x[2 * i + 1] = edges[i + 1];
      y[2 * i] = heights[i];
      y[2 * i + 1] = heights[i];
    }
    line(name, x, y, colour, false);
  }

  /** Points with error bars. */
  public void points(String name, double[] x, double[] y, double[] errors, int colour) {
    XYSeries s = add(name, x, y, errors, colour);
    if (s != null) {
      Marker marker = SeriesMarkers.CIRCLE;
      s.setMarker(marker);
      s.setMarkerColor(COLOURS.get(colour % COLOURS.size()));
      s.setLineStyle(new BasicStroke(1f));
      s.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }
  }

  private XYSeries add(String name, double[] x, double[] y, double[] errors, int colour) {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    List<Double> es = new ArrayList<>();
    boolean log = chart.getStyler().isYAxisLogarithmic();
    int stride = Math.max(1, x.length / MOST_DRAWN);
    for (int i = 0; i < x.length; i++) {
      csv.append(name.replace(',', ';'))
          .append(',')
          .append(x[i])
          .append(',')
          .append(y[i])
          .append(',');
      csv.append(errors == null ? "" : Double.toString(errors[i])).append('\n');
      boolean drawn =
          (i % stride == 0 || i == x.length - 1)
              && Double.isFinite(x[i])
              && Double.isFinite(y[i])
              && (!log || y[i] > 0);
      if (drawn) {
        xs.add(x[i]);
        ys.add(y[i]);
        es.add(errors == null ? 0 : log ? Math.min(errors[i], 0.99 * y[i]) : errors[i]);
      }
    }
    if (xs.isEmpty()) {
      return null;
    }
    String unique = !names.add(name) ? name + " " + series : name;
    XYSeries s =
        errors == null ? chart.addSeries(unique, xs, ys) : chart.addSeries(unique, xs, ys, es);
    s.setLineColor(COLOURS.get(colour % COLOURS.size()));
    series++;
    return s;
  }

  /** Writes {@code <id>.svg}, {@code <id>.png} and {@code <id>.csv}; gives the SVG. */
  public String write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(id + ".csv"), csv);
    Files.write(folder.resolve(id + ".png"), ChartEncoder.getBytes(chart, "png"));
    String svg = scalable(new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8));
    Files.writeString(folder.resolve(id + ".svg"), svg);
    return svg;
  }

  /** The drawing alone, as wide as its place; ids made unique, since several stand in one page. */
  private String scalable(String document) {
    String svg = document.substring(document.indexOf("<svg"));
    return svg.replaceFirst("width=\"[^\"]*\"", "width=\"100%\"")
        .replaceFirst("height=\"[^\"]*\"", "")
        .replaceAll("id=\"([^\"]+)\"", "id=\"" + id + "-$1\"")
        .replaceAll("url\\(#([^)]+)\\)", "url(#" + id + "-$1)")
        .replaceAll("href=\"#([^\"]+)\"", "href=\"#" + id + "-$1\"");
  }
}
