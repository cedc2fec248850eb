package org.fivesigma.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.report.figure.Figure;
import org.fivesigma.report.figure.Histogram;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.report.ReportedRun;

/** The plots of a run of one model. */
final class Plots {
  private static final int BINS = 40;
  private static final int MOST_FEATURES = 20;

  private final ReportedRun run;
  private final RunFiles files;

  Plots(ReportedRun run, RunFiles files) {
    this.run = run;
    this.files = files;
  }

  /** All plots that there is something to draw for, those first that a reader asks for first. */
  List<Figure> all() throws IOException {
    List<Figure> figures = new ArrayList<>();
    figures.add(scores());
    figures.add(roc());
    figures.add(rejection());
    figures.add(significance("ams", "significance (AMS)"));
    figures.add(significance("fom", "figure of merit (Asimov)"));
    figures.add(yields());
    figures.add(learningCurve("loss", "learning_curve", "loss per event"));
    for (String watched : watched()) {
      figures.add(learningCurve(watched, "learning_" + watched, watched));
    }
    figures.add(learningRate());
    figures.add(rangeTest());
    figures.add(precisionRecall());
    figures.add(calibration());
    figures.add(importance());
    figures.removeIf(Figure::empty);
    boolean all = run.plots().isEmpty() || run.plots().contains("default");
    figures.removeIf(f -> !all && !run.plots().contains(f.id()));
    return figures;
  }

  private Optional<Scored> part(String name) {
    return run.parts().stream().filter(p -> p.part().equals(name)).findFirst();
  }

  /** The part that results are quoted on. */
  private Optional<Scored> shown() {
    return part("test").or(() -> part("valid"));
  }

  private Figure scores() {
    Figure f =
        new Figure(
            "score_distribution",
            "Scores of each class, train against test",
            "score of signal",
            "density");
    Optional<Scored> shown = shown();
    if (shown.isEmpty()) {
      return f;
    }
    for (int c = 0; c < shown.get().classes().size(); c++) {
      String name = shown.get().classes().get(c);
      int colour = c;
      int own = c;
      part("train")
          .ifPresent(
              p -> {
                Histogram h = histogram(p, own);
                f.steps(name + ", train", h.edges(), h.density(), colour);
              });
      Histogram h = histogram(shown.get(), c);
      f.points(
          name + ", " + shown.get().part(), h.centres(), h.density(), h.densityErrors(), colour);
    }
    f.xRange(0, 1);
    return f;
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

  private Figure roc() {
    Figure f =
        new Figure(
            "roc", "ROC curve, at physics weights", "background accepted", "signal accepted");
    int colour = 0;
    for (String part : List.of("train", "valid", "test")) {
      Map<String, double[]> curve = signalCurve(part + "/auc");
      if (!curve.isEmpty()) {
        f.line(part, curve.get("fpr"), curve.get("tpr"), colour, part.equals("train"));
      }
      colour++;
    }
    if (!f.empty()) {
      f.line("chance", new double[] {0, 1}, new double[] {0, 1}, 6, true);
      f.xRange(0, 1);
      f.yRange(0, 1);
    }
    return f;
  }

  private Figure rejection() {
    Figure f =
        new Figure(
            "rejection",
            "Background rejection against signal efficiency",
            "signal efficiency",
            "1 / background efficiency");
    f.logY();
    int colour = 0;
    for (String part : List.of("train", "valid", "test")) {
      Map<String, double[]> curve = signalCurve(part + "/auc");
      if (!curve.isEmpty() && !part.equals("train")) {
        double[] rejection =
            Arrays.stream(curve.get("fpr")).map(b -> b > 0 ? 1 / b : Double.NaN).toArray();
        f.line(part, curve.get("tpr"), rejection, colour, false);
      }
      colour++;
    }
    return f;
  }

  /** A curve's rows of the signal class. */
  private Map<String, double[]> signalCurve(String key) {
    Map<String, double[]> curve = run.curves().getOrDefault(key, Map.of());
    double[] ofClass = curve.get("class");
    Optional<Scored> any = run.parts().stream().findFirst();
    if (ofClass == null || any.isEmpty()) {
      return curve;
    }
    Map<String, double[]> own = new LinkedHashMap<>();
    curve.forEach(
        (name, values) -> {
          double[] kept = new double[values.length];
          int n = 0;
          for (int i = 0; i < values.length; i++) {
            if ((int) ofClass[i] == any.get().signalClass()) {
              kept[n++] = values[i];
            }
          }
          own.put(name, Arrays.copyOf(kept, n));
        });
    return own;
  }

  private Figure significance(String metric, String label) throws IOException {
    Figure f =
        new Figure(
            "significance_" + metric, "Significance against the cut", "cut on the score", label);
    int colour = 1;
    for (String part : List.of("valid", "test")) {
      Map<String, double[]> curve = run.curves().getOrDefault(part + "/" + metric, Map.of());
      if (curve.containsKey("cut")) {
        f.line(part, curve.get("cut"), curve.get("value"), colour, false);
      }
      colour++;
    }
    double cut = RunFiles.number(files.json("facts.json").get("cuts"), metric);
    double value = RunFiles.number(files.json("metrics.json").get("valid/" + metric), "value");
    if (!f.empty() && !Double.isNaN(cut) && !Double.isNaN(value)) {
      f.line("chosen cut", new double[] {cut, cut}, new double[] {0, value}, 6, true);
    }
    return f;
  }

  private Figure yields() {
    Figure f =
        new Figure(
            "yields",
            "Expected events by process, at the full yields",
            "score of signal",
            "events per bin");
    f.logY();
    shown()
        .ifPresent(
            p -> {
              for (int k = 0; k < p.processes().size(); k++) {
                Histogram h = new Histogram(BINS, 0, 1);
                for (int i = 0; i < p.rows(); i++) {
                  if (p.process()[i] == k) {
                    h.add(p.signalScore(i), p.weights()[i]);
                  }
                }
                f.steps(p.processes().get(k), h.edges(), h.sums(), k);
              }
              f.xRange(0, 1);
            });
    return f;
  }

  private List<String> watched() throws IOException {
    return files.history().keySet().stream()
        .filter(k -> k.matches("valid/[a-z_]+") && !k.equals("valid/loss"))
        .map(k -> k.substring("valid/".length()))
        .distinct()
        .toList();
  }

  private Figure learningCurve(String metric, String id, String label) throws IOException {
    Figure f = new Figure(id, "Learning curve", "epoch or round", label);
    for (Map.Entry<String, List<double[]>> e : files.history().entrySet()) {
      boolean train = e.getKey().endsWith("train/" + metric);
      if (train || e.getKey().endsWith("valid/" + metric)) {
        f.line(
            e.getKey(),
            column(e.getValue(), 0),
            column(e.getValue(), 1),
            train ? 0 : 1,
            e.getKey().contains("member"));
      }
    }
    return f;
  }

  private Figure learningRate() throws IOException {
    Figure f = new Figure("learning_rate", "Learning rate", "epoch", "learning rate");
    List<double[]> values = files.history().getOrDefault("learning_rate", List.of());
    if (values.size() > 1) {
      f.line("learning rate", column(values, 0), column(values, 1), 0, false);
    }
    return f;
  }

  /** The range test of {@code lr_find}, or of a network that was told to find its learning rate. */
  Figure rangeTest() throws IOException {
    Figure f = new Figure("lr_find", "Learning-rate range test", "learning rate", "smoothed loss");
    Map<String, Object> facts = files.json("facts.json");
    Object own = facts.get("range_test");
    Object test =
        own == null && facts.get("models") instanceof Map<?, ?> m ? m.get("range_test") : own;
    double[] rates = RunFiles.numbers(test, "rates");
    if (rates.length > 0) {
      f.logX();
      f.line("median of folds", rates, RunFiles.numbers(test, "median"), 0, false);
      f.line("lowest fold", rates, RunFiles.numbers(test, "low"), 5, true);
      f.line("highest fold", rates, RunFiles.numbers(test, "high"), 5, true);
      double low = Arrays.stream(RunFiles.numbers(test, "low")).min().orElse(0);
      double high = Arrays.stream(RunFiles.numbers(test, "high")).max().orElse(1);
      double suggestion = RunFiles.number(test, "suggestion");
      f.line(
          String.format(Locale.ROOT, "suggestion %.3g", suggestion),
          new double[] {suggestion, suggestion},
          new double[] {low, high},
          1,
          true);
    }
    return f;
  }

  private Figure precisionRecall() {
    Figure f = new Figure("precision_recall", "Precision against recall", "recall", "precision");
    int colour = 1;
    for (String part : List.of("valid", "test")) {
      Map<String, double[]> curve = signalCurve(part + "/pr_auc");
      if (curve.containsKey("recall")) {
        f.line(part, curve.get("recall"), curve.get("precision"), colour, false);
      }
      colour++;
    }
    return f;
  }

  private Figure calibration() {
    Figure f = new Figure("calibration", "Calibration", "mean score", "share of signal");
    for (String part : List.of("valid", "test")) {
      Map<String, double[]> curve = run.curves().getOrDefault(part + "/calibration", Map.of());
      if (curve.containsKey("score")) {
        f.points(
            part,
            curve.get("score"),
            curve.get("share"),
            curve.get("share_error"),
            part.equals("test") ? 2 : 1);
      }
    }
    if (!f.empty()) {
      f.line("perfect", new double[] {0, 1}, new double[] {0, 1}, 6, true);
    }
    return f;
  }

  private Figure importance() throws IOException {
    Figure f = new Figure("importance", "Importance of features (gain)", "rank", "gain");
    Object gain =
        files.json("facts.json").get("importance") instanceof Map<?, ?> m ? m.get("gain") : null;
    if (gain instanceof Map<?, ?> features && !features.isEmpty()) {
      double[] values =
          features.values().stream()
              .mapToDouble(v -> v instanceof Number n ? -n.doubleValue() : 0)
              .sorted()
              .limit(MOST_FEATURES)
              .map(v -> -v)
              .toArray();
      double[] ranks = new double[values.length];
      for (int i = 0; i < ranks.length; i++) {
        ranks[i] = i + 1;
      }
      f.points("gain", ranks, values, new double[values.length], 0);
    }
    return f;
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(r -> r[index]).toArray();
  }
}
