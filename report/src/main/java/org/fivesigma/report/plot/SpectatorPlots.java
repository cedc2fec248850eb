package org.fivesigma.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.report.figure.Drawing;
import org.fivesigma.report.figure.Figure;
import org.fivesigma.report.figure.Histogram;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.metric.Scored;

/**
 * Whether cuts on the score sculpt the background of a spectator such as a mass: its shape and its
 * efficiency at several cuts.
 */
final class SpectatorPlots {
  private static final int BINS = 30;
  private static final int FEWEST_VALUES = 20;
  private static final double[] ACCEPTED = {0.5, 0.2, 0.1};

  private final RunData data;

  SpectatorPlots(RunData data) {
    this.data = data;
  }

  List<Drawing> all() {
    List<Drawing> drawings = new ArrayList<>();
    data.quoted()
        .ifPresent(
            part -> {
              Map<String, Column> columns =
                  data.run().spectators().getOrDefault(part.part(), Map.of());
              columns.forEach((name, column) -> draw(part, name, column, drawings));
            });
    return drawings;
  }

  private void draw(Scored part, String name, Column column, List<Drawing> drawings) {
    int[] background = background(part, column);
    double[] values = Arrays.stream(background).mapToDouble(column::number).sorted().toArray();
    if (Arrays.stream(values).distinct().limit(FEWEST_VALUES).count() < FEWEST_VALUES) {
      return;
    }
    double low = values[(int) (0.005 * (values.length - 1))];
    double high = values[(int) (0.995 * (values.length - 1))];
    String id = name.replaceAll("[^A-Za-z0-9_]", "_");
    Figure shape =
        new Figure(
            "sculpting_" + id,
            "Background shape of " + name + " at several cuts (" + part.part() + ")",
            name,
            "density");
    Figure efficiency =
        new Figure(
            "sculpting_efficiency_" + id,
            "Background efficiency against " + name + " (" + part.part() + ")",
            name,
            "background accepted");
    Histogram all = fill(part, column, background, low, high, Double.NEGATIVE_INFINITY);
    shape.steps("all background", all.edges(), all.density(), 6);
    int colour = 0;
    for (Cut cut : cuts(part, background)) {
      Histogram accepted = fill(part, column, background, low, high, cut.value());
      double distance = distance(part, column, background, cut.value());
      String label = cut.name() + String.format(Locale.ROOT, " (distance %.3f)", distance);
      shape.points(label, accepted.centres(), accepted.density(), accepted.densityErrors(), colour);
      efficiency.points(
          cut.name(), all.centres(), share(accepted, all), shareErrors(accepted, all), colour);
      colour++;
    }
    shape.xRange(low, high);
    efficiency.xRange(low, high);
    efficiency.yRange(0, 1.05);
    drawings.add(shape);
    drawings.add(efficiency);
  }

  private static int[] background(Scored part, Column column) {
    int[] rows = new int[part.rows()];
    int n = 0;
    for (int i = 0; i < rows.length; i++) {
      if (part.labels()[i] != part.signalClass() && Double.isFinite(column.number(i))) {
        rows[n++] = i;
      }
    }
    return Arrays.copyOf(rows, n);
  }

  private record Cut(String name, double value) {}

  /** The cut in use, and those that accept certain shares of the background. */
  private List<Cut> cuts(Scored part, int[] background) {
    List<Cut> cuts = new ArrayList<>();
    for (String metric : data.metricsWithCut().stream().limit(1).toList()) {
      cuts.add(new Cut("cut of " + metric, data.cut(metric)));
    }
    Ranked ranked =
        Ranked.of(
            background.length,
            i -> part.signalScore(background[i]),
            i -> part.weights()[background[i]],
            i -> false);
    double total = ranked.rest()[ranked.rest().length - 1];
    for (double accepted : ACCEPTED) {
      int g = 1;
      while (g < ranked.rest().length - 1 && ranked.rest()[g] < accepted * total) {
        g++;
      }
      cuts.add(new Cut(Math.round(100 * accepted) + " % of background", ranked.values()[g - 1]));
    }
    return cuts;
  }

  private static Histogram fill(
      Scored part, Column column, int[] rows, double low, double high, double cut) {
    Histogram h = new Histogram(BINS, low, high);
    for (int i : rows) {
      if (part.signalScore(i) >= cut) {
        h.add(column.number(i), part.weights()[i]);
      }
    }
    return h;
  }

  /** Weighted Kolmogorov-Smirnov distance of accepted background from what is rejected. */
  private static double distance(Scored part, Column column, int[] rows, double cut) {
    return Ranked.of(
            rows.length,
            i -> column.number(rows[i]),
            i -> part.weights()[rows[i]],
            i -> part.signalScore(rows[i]) >= cut)
        .distance();
  }

  private static double[] share(Histogram accepted, Histogram all) {
    double[] share = new double[BINS];
    Arrays.setAll(share, i -> all.sums()[i] > 0 ? accepted.sums()[i] / all.sums()[i] : Double.NaN);
    return share;
  }

  /** Binomial with the bin's effective number of events. */
  private static double[] shareErrors(Histogram accepted, Histogram all) {
    double[] share = share(accepted, all);
    double[] errors = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      double n = all.effective()[i];
      errors[i] =
          n > 0 && share[i] >= 0 && share[i] <= 1
              ? Math.sqrt(Math.max(share[i] * (1 - share[i]), 1 / n / 4) / n)
              : 0;
    }
    return errors;
  }
}
