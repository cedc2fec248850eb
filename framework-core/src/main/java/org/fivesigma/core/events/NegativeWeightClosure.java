package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.spi.metric.Sum;

/**
 * What each policy for negative weights does to the sums of weights and to the AUC of the scores: a
 * policy closes where it changes neither.
 *
 * @param rows one for each policy; {@code pair} only where it is in use
 */
public record NegativeWeightClosure(List<Row> rows) {
  /**
   * One policy.
   *
   * @param use what it is used for: {@code fit}, {@code evaluate}, both, or nothing
   * @param classes sums by class
   * @param auc of the signal class against the rest on the scored events, at the policy's weights
   * @param shift of the AUC from that of {@code keep}
   */
  public record Row(String policy, String use, List<OfClass> classes, double auc, double shift) {}

  /** Σw and Σw² of a class over all selected events. */
  public record OfClass(String name, double sum, double squares) {}

  /**
   * The scores of a part.
   *
   * @param events their places among the selected events
   */
  public record Scores(int[] events, double[] signal) {}

  /** The closure of every policy. */
  public static NegativeWeightClosure of(
      EventData data, String fit, String evaluate, Scores scores) {
    double[] source = data.history().stepped();
    Map<String, double[]> weights = new LinkedHashMap<>();
    for (String policy : List.of("keep", "abs", "zero", "drop")) {
      weights.put(policy, elementwise(policy, source));
    }
    if (evaluate.equals("pair")) {
      weights.put("pair", data.weights());
    } else if (fit.equals("pair")) {
      weights.put("pair", data.trainingWeights().fitWeights());
    }
    List<Row> rows = new ArrayList<>();
    double kept = Double.NaN;
    for (Map.Entry<String, double[]> e : weights.entrySet()) {
      double auc = auc(data, scores, e.getValue());
      kept = rows.isEmpty() ? auc : kept;
      String use =
          (e.getKey().equals(fit) ? "fit" : "")
              + (fit.equals(evaluate) && e.getKey().equals(fit) ? ", " : "")
              + (e.getKey().equals(evaluate) ? "evaluate" : "");
      rows.add(new Row(e.getKey(), use, classes(data, e.getValue()), auc, auc - kept));
    }
    return new NegativeWeightClosure(rows);
  }

  private static double[] elementwise(String policy, double[] source) {
    double[] weights = source.clone();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] < 0 && !policy.equals("keep")) {
        weights[i] = policy.equals("abs") ? -weights[i] : 0;
      }
    }
    return weights;
  }

  private static List<OfClass> classes(EventData data, double[] weights) {
    List<OfClass> classes = new ArrayList<>();
    for (int c = 0; c < data.classes().size(); c++) {
      Sum sum = new Sum();
      Sum squares = new Sum();
      for (int i = 0; i < weights.length; i++) {
        if (data.labels()[i] == c) {
          sum.add(weights[i]);
          squares.add(weights[i] * weights[i]);
        }
      }
      classes.add(new OfClass(data.classes().get(c), sum.value(), squares.value()));
    }
    return classes;
  }

  private static double auc(EventData data, Scores scores, double[] weights) {
    int n = scores.events().length;
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    java.util.Arrays.sort(order, (a, b) -> Double.compare(scores.signal()[a], scores.signal()[b]));
    Sum area = new Sum();
    Sum signal = new Sum();
    Sum rest = new Sum();
    for (int i = 0; i < n; ) {
      double value = scores.signal()[order[i]];
      double tiedSignal = 0;
      double tiedRest = 0;
      for (; i < n && scores.signal()[order[i]] == value; i++) {
        int event = scores.events()[order[i]];
        if (data.labels()[event] == data.signal()) {
          tiedSignal += weights[event];
        } else {
          tiedRest += weights[event];
        }
      }
      area.add(tiedSignal * (rest.value() + tiedRest / 2));
      signal.add(tiedSignal);
      rest.add(tiedRest);
    }
    return area.value() / (signal.value() * rest.value());
  }

  /** As it stands in {@code weights.json}. */
  public List<Object> json() {
    List<Object> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("policy", row.policy());
      one.put("use", row.use());
      Map<String, Object> classes = new LinkedHashMap<>();
      for (OfClass c : row.classes()) {
        Map<String, Object> sums = new LinkedHashMap<>();
        sums.put("sum", c.sum());
        sums.put("sum_of_squares", c.squares());
        classes.put(c.name(), sums);
      }
      one.put("classes", classes);
      one.put("auc", row.auc());
      one.put("auc_shift", row.shift());
      all.add(one);
    }
    return all;
  }

  /** Lines for the log. */
  public List<String> lines(String part) {
    List<String> lines = new ArrayList<>();
    lines.add("negative weights: what each policy does; AUC on " + part);
    lines.add(
        String.format(
            Locale.ROOT,
            "%-8s %-14s %-16s %16s %16s %10s %10s",
            "policy",
            "use",
            "class",
            "sum of weights",
            "sum of squares",
            "AUC",
            "shift"));
    for (Row row : rows) {
      boolean first = true;
      for (OfClass c : row.classes()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%-8s %-14s %-16s %16.8g %16.8g %10s %10s",
                first ? row.policy() : "",
                first ? row.use() : "",
                c.name(),
                c.sum(),
                c.squares(),
                first ? String.format(Locale.ROOT, "%.5f", row.auc()) : "",
                first ? String.format(Locale.ROOT, "%+.5f", row.shift()) : ""));
        first = false;
      }
    }
    return lines;
  }
}
