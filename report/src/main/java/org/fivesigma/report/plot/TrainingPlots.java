package org.fivesigma.report.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fivesigma.report.RunFiles;
import org.fivesigma.report.figure.Bars;
import org.fivesigma.report.figure.Drawing;
import org.fivesigma.report.figure.Figure;
import org.fivesigma.report.figure.HeatMap;

/** How the model was trained and what it looks at. */
final class TrainingPlots {
  private static final int MOST_FEATURES = 25;

  private final RunData data;

  TrainingPlots(RunData data) {
    this.data = data;
  }

  List<Drawing> all() {
    List<Drawing> drawings = new ArrayList<>();
    for (String metric : watched()) {
      drawings.add(curve(metric));
    }
    drawings.add(rate());
    drawings.add(importance("permutation", "importance_permutation", "Permutation importance"));
    drawings.add(importance("gain", "importance", "Importance of features (gain)"));
    drawings.addAll(members());
    drawings.addAll(correlations());
    return drawings;
  }

  /** Loss first, then what else was measured while training. */
  private Set<String> watched() {
    Set<String> metrics = new LinkedHashSet<>();
    for (String key : data.history().keySet()) {
      String own = key.substring(key.indexOf("train/") >= 0 ? key.indexOf("train/") + 6 : 0);
      own = own.substring(own.indexOf("valid/") >= 0 ? own.indexOf("valid/") + 6 : 0);
      if ((key.contains("train/") || key.contains("valid/")) && own.matches("[a-z_]+")) {
        metrics.add(own);
      }
    }
    Set<String> ordered = new LinkedHashSet<>();
    if (metrics.contains("loss")) {
      ordered.add("loss");
    }
    ordered.addAll(metrics);
    return ordered;
  }

  private Figure curve(String metric) {
    boolean loss = metric.equals("loss");
    Figure f =
        new Figure(
            loss ? "learning_curve" : "learning_" + metric,
            loss ? "Learning curve" : "Learning curve, " + metric,
            "epoch or round",
            loss ? "loss per event" : metric);
    Set<String> named = new HashSet<>();
    for (Map.Entry<String, List<double[]>> e : data.history().entrySet()) {
      boolean train = e.getKey().endsWith("train/" + metric);
      if (train || e.getKey().endsWith("valid/" + metric)) {
        boolean one = e.getKey().indexOf('/') == e.getKey().lastIndexOf('/');
        String name = (train ? "train" : "valid") + (one ? "" : ", members");
        f.line(
            named.add(name) ? name : "",
            column(e.getValue(), 0),
            column(e.getValue(), 1),
            train ? 0 : 1,
            !one);
      }
    }
    return f;
  }

  private Figure rate() {
    Figure f = new Figure("learning_rate", "Learning rate", "epoch", "learning rate");
    Set<String> named = new HashSet<>();
    data.history()
        .forEach(
            (key, values) -> {
              if (key.endsWith("learning_rate") && values.size() > 1) {
                String name = key.equals("learning_rate") ? "" : "members";
                f.line(named.add(name) ? name : "", column(values, 0), column(values, 1), 0, false);
              }
            });
    return f;
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(r -> r[index]).toArray();
  }

  private record Feature(String name, double value, double error) {}

  private Bars importance(String kind, String id, String title) {
    Object all = data.fact("importance") instanceof Map<?, ?> m ? m.get(kind) : null;
    List<Feature> features = new ArrayList<>();
    String label = kind;
    if (all instanceof Map<?, ?> map && map.get("features") instanceof Map<?, ?> own) {
      label = "loss of " + map.get("metric") + " when the feature is shuffled";
      own.forEach(
          (name, v) ->
              features.add(
                  new Feature(
                      String.valueOf(name),
                      RunFiles.number(v, "value"),
                      RunFiles.number(v, "std_error"))));
    } else if (all instanceof Map<?, ?> map) {
      map.keySet()
          .forEach(
              name ->
                  features.add(
                      new Feature(
                          String.valueOf(name), RunFiles.number(map, String.valueOf(name)), 0)));
    }
    Bars bars = new Bars(id, title, label);
    features.stream()
        .sorted(Comparator.comparingDouble(Feature::value).reversed())
        .limit(MOST_FEATURES)
        .forEach(f -> bars.bar(f.name(), f.value(), f.error()));
    return bars;
  }

  /** A metric of each member of an ensemble, and of the ensemble. */
  private List<Drawing> members() {
    Map<?, ?> models = data.fact("models") instanceof Map<?, ?> m ? m : Map.of();
    if (!(models.get("members") instanceof List<?> members) || members.size() < 2) {
      return List.of();
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) instanceof Map<?, ?> member) {
        int place = i;
        member.forEach(
            (key, value) -> {
              if (value instanceof Number n && String.valueOf(key).contains("/")) {
                values
                        .computeIfAbsent(String.valueOf(key), k -> new double[members.size()])[
                        place] =
                    n.doubleValue();
              }
            });
      }
    }
    List<Drawing> drawings = new ArrayList<>();
    double[] number = new double[members.size()];
    for (int i = 0; i < number.length; i++) {
      number[i] = i + 1;
    }
    values.forEach(
        (key, of) -> {
          Figure f =
              new Figure(
                  "members_" + key.replace('/', '_'),
                  "Spread of the members, " + key,
                  "member",
                  key);
          f.points("members", number, of, new double[of.length], 0);
          double[] both = {1, number.length};
          double mean = java.util.Arrays.stream(of).average().orElse(Double.NaN);
          f.line("mean of the members", both, new double[] {mean, mean}, 0, true);
          double combined = RunFiles.number(models.get("combined"), key);
          if (!Double.isNaN(combined)) {
            f.line("ensemble", both, new double[] {combined, combined}, 1, false);
          }
          f.xRange(0.5, number.length + 0.5);
          drawings.add(f);
        });
    return drawings;
  }

  private List<Drawing> correlations() {
    List<Drawing> drawings = new ArrayList<>();
    if (data.fact("correlations") instanceof Map<?, ?> maps
        && maps.get("features") instanceof List<?> names) {
      List<String> features = names.stream().map(String::valueOf).toList();
      for (String of : List.of("signal", "background")) {
        if (maps.get(of) instanceof List<?> rows) {
          drawings.add(
              new HeatMap(
                  "correlation_" + of,
                  "Correlation of the features, " + of + " (train)",
                  "",
                  "",
                  features,
                  features,
                  numbers(rows),
                  true));
        }
      }
    }
    return drawings;
  }

  private static double[][] numbers(List<?> rows) {
    double[][] values = new double[rows.size()][];
    for (int r = 0; r < values.length; r++) {
      List<?> row = rows.get(r) instanceof List<?> list ? list : List.of();
      values[r] = new double[row.size()];
      for (int c = 0; c < row.size(); c++) {
        values[r][c] = row.get(c) instanceof Number n ? n.doubleValue() : Double.NaN;
      }
    }
    return values;
  }
}
