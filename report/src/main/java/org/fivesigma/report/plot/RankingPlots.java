package org.fivesigma.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fivesigma.report.figure.Drawing;
import org.fivesigma.report.figure.Figure;
import org.fivesigma.spi.metric.Scored;

/** What each cut on the score accepts: ROC, rejection, precision, significance. */
final class RankingPlots {
  private static final List<String> PARTS = List.of("train", "valid", "test");

  private final RunData data;
  private final Figure roc;
  private final Figure rejection;
  private final Figure precision;

  RankingPlots(RunData data) {
    this.data = data;
    this.roc =
        new Figure(
            "roc", "ROC curve, at physics weights", "background accepted", "signal accepted");
    this.rejection =
        new Figure(
            "rejection",
            "Background rejection against signal efficiency",
            "signal efficiency",
            "1 / background efficiency");
    this.precision =
        new Figure(
            "precision_recall",
            "Precision against recall, at physics weights",
            "recall",
            "precision");
  }

  List<Drawing> all() {
    for (int i = 0; i < PARTS.size(); i++) {
      int colour = i;
      data.part(PARTS.get(i)).ifPresent(part -> curves(part, colour));
    }
    data.quoted().filter(p -> !p.binary()).ifPresent(this::otherClasses);
    List<Drawing> drawings = new ArrayList<>();
    if (!roc.empty()) {
      roc.line("chance", new double[] {0, 1}, new double[] {0, 1}, 6, true);
      roc.xRange(0, 1);
      roc.yRange(0, 1.02);
      rejection.logY();
      rejection.xRange(0, 1);
      precision.xRange(0, 1);
    }
    drawings.addAll(List.of(roc, rejection, precision));
    data.metricsWithCut().forEach(metric -> drawings.add(significance(metric)));
    return drawings;
  }

  private static Ranked ranked(Scored part, int ofClass) {
    return Ranked.of(
        part.rows(),
        i -> part.binary() ? part.scores()[i] : part.scores()[i * part.classes().size() + ofClass],
        i -> part.weights()[i],
        i -> part.labels()[i] == ofClass);
  }

  private void curves(Scored part, int colour) {
    Ranked ranked = ranked(part, part.signalClass());
    boolean train = part.part().equals("train");
    String name =
        part.binary() ? part.part() : part.classes().get(part.signalClass()) + ", " + part.part();
    roc.line(name, ranked.restShare(), ranked.ownShare(), colour, train);
    double[] inverse =
        Arrays.stream(ranked.restShare()).map(b -> b > 0 ? 1 / b : Double.NaN).toArray();
    rejection.line(name, ranked.ownShare(), inverse, colour, train);
    if (!train) {
      precision.line(name, ranked.ownShare(), ranked.purity(), colour, false);
    }
  }

  /** Each other class against its rest, in the part that is quoted. */
  private void otherClasses(Scored part) {
    for (int c = 0; c < part.classes().size(); c++) {
      if (c != part.signalClass()) {
        Ranked ranked = ranked(part, c);
        String name = part.classes().get(c) + " against the rest";
        roc.line(name, ranked.restShare(), ranked.ownShare(), 3 + c, false);
        precision.line(name, ranked.ownShare(), ranked.purity(), 3 + c, false);
      }
    }
  }

  private Figure significance(String metric) {
    Figure f =
        new Figure(
            "significance_" + metric,
            "Significance against the cut (" + metric + ")",
            "cut on the score of signal",
            metric);
    int colour = 1;
    for (String part : List.of("valid", "test")) {
      Map<String, double[]> curve = data.run().curves().getOrDefault(part + "/" + metric, Map.of());
      if (curve.containsKey("cut")) {
        band(f, part, curve, colour);
        f.line(part, curve.get("cut"), curve.get("value"), colour, false);
      }
      colour++;
    }
    if (!f.empty()) {
      plateau(f, metric);
      double cut = data.cut(metric);
      if (!Double.isNaN(cut)) {
        f.vertical("chosen cut", cut, 6);
      }
    }
    return f;
  }

  private static void band(Figure f, String part, Map<String, double[]> curve, int colour) {
    double[] error = curve.get("std_error");
    if (error == null) {
      return;
    }
    double[] value = curve.get("value");
    double[] low = new double[value.length];
    double[] high = new double[value.length];
    for (int i = 0; i < value.length; i++) {
      low[i] = value[i] - error[i];
      high[i] = value[i] + error[i];
    }
    f.band(part + " ± 1 σ (bootstrap)", curve.get("cut"), low, high, colour);
  }

  /**
   * All cuts of valid within one bootstrap σ of the best, where the cut rule found them or else
   * among cuts with ten effective background events.
   */
  private void plateau(Figure f, String metric) {
    double low = data.metric("valid/" + metric + "/plateau_low", "value");
    double high = data.metric("valid/" + metric + "/plateau_high", "value");
    Map<String, double[]> curve = data.run().curves().getOrDefault("valid/" + metric, Map.of());
    if (Double.isNaN(low) && curve.containsKey("std_error")) {
      double[] value = curve.get("value");
      double[] background = curve.get("n_eff");
      int best = -1;
      for (int i = 0; i < value.length; i++) {
        if (background[i] >= 10 && (best < 0 || value[i] > value[best])) {
          best = i;
        }
      }
      for (int i = 0; best >= 0 && i < value.length; i++) {
        if (background[i] >= 10 && value[i] >= value[best] - curve.get("std_error")[best]) {
          low = Double.isNaN(low) ? curve.get("cut")[i] : low;
          high = curve.get("cut")[i];
        }
      }
    }
    if (low < high) {
      f.region("plateau of valid", low, high, 4);
    }
  }
}
