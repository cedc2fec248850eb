package org.fivesigma.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivesigma.report.figure.Drawing;
import org.fivesigma.report.figure.Figure;
import org.fivesigma.report.figure.HeatMap;
import org.fivesigma.report.figure.Histogram;
import org.fivesigma.spi.metric.Scored;

/**
 * How scores are distributed: train against test, processes at the yields, confusion, calibration.
 */
final class ScorePlots {
  private static final int BINS = 40;
  private static final int CALIBRATION_BINS = 15;

  private final RunData data;

  ScorePlots(RunData data) {
    this.data = data;
  }

  List<Drawing> all() {
    List<Drawing> drawings = new ArrayList<>();
    data.quoted()
        .ifPresent(
            part -> {
              drawings.add(distribution(part));
              drawings.add(stack(part));
              drawings.addAll(confusion(part));
              drawings.add(calibration(part));
            });
    return drawings;
  }

  private Figure distribution(Scored shown) {
    Figure f =
        new Figure(
            "score_distribution",
            "Scores of each class, training against " + shown.part(),
            "score of " + shown.classes().get(shown.signalClass()),
            "density");
    Optional<Scored> train = data.part("train");
    for (int c = 0; c < shown.classes().size(); c++) {
      String name = shown.classes().get(c);
      int ofClass = c;
      Histogram h = histogram(shown, c);
      Optional<Histogram> reference = train.map(t -> histogram(t, ofClass));
      reference.ifPresent(r -> f.steps(name + ", train", r.edges(), r.density(), ofClass));
      String ks = train.map(t -> agreement(t, shown, ofClass)).orElse("");
      f.points(name + ", " + shown.part() + ks, h.centres(), h.density(), h.densityErrors(), c);
      reference.ifPresent(r -> ratio(f, shown.part(), name, h, r, ofClass));
    }
    f.xRange(0, 1);
    return f;
  }

  private static void ratio(
      Figure f, String part, String name, Histogram h, Histogram train, int colour) {
    double[] ratio = new double[BINS];
    double[] error = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      double d = train.density()[i];
      boolean drawn = d > 0 && h.density()[i] > 0;
      ratio[i] = drawn ? h.density()[i] / d : Double.NaN;
      error[i] =
          drawn
              ? ratio[i]
                  * Math.hypot(h.densityErrors()[i] / h.density()[i], train.densityErrors()[i] / d)
              : 0;
    }
    f.ratio(part + " / train", name, h.centres(), ratio, error, colour);
  }

  /** Weighted Kolmogorov-Smirnov distance of one class, train against the part shown. */
  private static String agreement(Scored train, Scored shown, int ofClass) {
    int[] a = of(train, ofClass);
    int[] b = of(shown, ofClass);
    if (a.length == 0 || b.length == 0) {
      return "";
    }
    double distance =
        Ranked.of(
                a.length + b.length,
                i -> i < a.length ? train.signalScore(a[i]) : shown.signalScore(b[i - a.length]),
                i -> i < a.length ? train.weights()[a[i]] : shown.weights()[b[i - a.length]],
                i -> i < a.length)
            .distance();
    return String.format(Locale.ROOT, " (KS %.3f)", distance);
  }

  private static int[] of(Scored part, int ofClass) {
    return IntStream.range(0, part.rows()).filter(i -> part.labels()[i] == ofClass).toArray();
  }

  private static Histogram histogram(Scored p, int ofClass) {
    Histogram h = new Histogram(BINS, 0, 1);
    for (int i = 0; i < p.rows(); i++) {
      if (p.labels()[i] == ofClass) {
        h.add(p.signalScore(i), p.weights()[i]);
      }
    }
    return h;
  }

  /** Backgrounds on top of each other, the smallest below; the signal in front. */
  private Figure stack(Scored p) {
    Figure f =
        new Figure(
            "yields",
            "Expected events by process, at the full yields (" + p.part() + ")",
            "score of " + p.classes().get(p.signalClass()),
            "events / " + String.format(Locale.ROOT, "%.3f", 1.0 / BINS));
    f.logY();
    int n = p.processes().size();
    Histogram[] of = new Histogram[n];
    Arrays.setAll(of, k -> new Histogram(BINS, 0, 1));
    boolean[] signal = new boolean[n];
    for (int i = 0; i < p.rows(); i++) {
      of[p.process()[i]].add(p.signalScore(i), p.weights()[i]);
      signal[p.process()[i]] |= p.labels()[i] == p.signalClass();
    }
    List<Integer> order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> Arrays.stream(of[k].sums()).sum()))
            .toList();
    double[] base = new double[BINS];
    for (int k : order) {
      if (!signal[k]) {
        f.stacked(p.processes().get(k), of[k].edges(), base, of[k].sums(), k + 2);
        double[] sums = of[k].sums();
        Arrays.setAll(base, i -> base[i] + sums[i]);
      }
    }
    for (int k : order) {
      if (signal[k]) {
        f.steps(p.processes().get(k) + " (signal)", of[k].edges(), of[k].sums(), 1);
      }
    }
    for (String metric : data.metricsWithCut().stream().limit(1).toList()) {
      f.vertical("cut of " + metric, data.cut(metric), 6);
    }
    f.xRange(0, 1);
    return f;
  }

  private static List<Drawing> confusion(Scored p) {
    int k = p.classes().size();
    double[][] counts = new double[k][k];
    double[][] weights = new double[k][k];
    for (int i = 0; i < p.rows(); i++) {
      counts[p.labels()[i]][p.predicted(i)]++;
      weights[p.labels()[i]][p.predicted(i)] += p.weights()[i];
    }
    double[][] byTruth = new double[k][k];
    double[][] byPrediction = new double[k][k];
    for (int t = 0; t < k; t++) {
      double row = Arrays.stream(counts[t]).sum();
      for (int g = 0; g < k; g++) {
        double column = 0;
        for (double[] any : counts) {
          column += any[g];
        }
        byTruth[t][g] = row == 0 ? Double.NaN : counts[t][g] / row;
        byPrediction[t][g] = column == 0 ? Double.NaN : counts[t][g] / column;
      }
    }
    String of = " (" + p.part() + ")";
    return List.of(
        matrix("confusion_by_truth", "Confusion, share of each true class" + of, p, byTruth),
        matrix(
            "confusion_by_prediction",
            "Confusion, share of each predicted class" + of,
            p,
            byPrediction),
        matrix("confusion_counts", "Confusion, events" + of, p, counts),
        matrix("confusion_weights", "Confusion, sums of physics weights" + of, p, weights));
  }

  private static Drawing matrix(String id, String title, Scored p, double[][] values) {
    return new HeatMap(
        id, title, "true class", "predicted class", p.classes(), p.classes(), values, false);
  }

  /** Share of a class against its score; each event counts once. */
  private static Figure calibration(Scored p) {
    Figure f =
        new Figure(
            "calibration",
            "Calibration (" + p.part() + ")",
            "mean score in bin",
            "share of the class in bin");
    int first = p.binary() ? p.signalClass() : 0;
    int last = p.binary() ? p.signalClass() : p.classes().size() - 1;
    for (int c = first; c <= last; c++) {
      double[] n = new double[CALIBRATION_BINS];
      double[] mean = new double[CALIBRATION_BINS];
      double[] share = new double[CALIBRATION_BINS];
      for (int i = 0; i < p.rows(); i++) {
        double score = p.binary() ? p.scores()[i] : p.scores()[i * p.classes().size() + c];
        int bin = Math.max(0, Math.min(CALIBRATION_BINS - 1, (int) (score * CALIBRATION_BINS)));
        n[bin]++;
        mean[bin] += score;
        share[bin] += p.labels()[i] == c ? 1 : 0;
      }
      double[] error = new double[CALIBRATION_BINS];
      for (int b = 0; b < CALIBRATION_BINS; b++) {
        mean[b] = n[b] == 0 ? Double.NaN : mean[b] / n[b];
        share[b] = n[b] == 0 ? Double.NaN : share[b] / n[b];
        error[b] = n[b] == 0 ? 0 : Math.sqrt(Math.max(share[b] * (1 - share[b]), 1 / n[b]) / n[b]);
      }
      f.points(p.classes().get(c), mean, share, error, c);
    }
    f.line("perfect", new double[] {0, 1}, new double[] {0, 1}, 6, true);
    f.xRange(0, 1);
    f.yRange(-0.03, 1.05);
    return f;
  }
}
