package org.fivesigma.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.fivesigma.report.RunFiles;
import org.fivesigma.report.figure.Drawing;
import org.fivesigma.report.figure.Figure;

/** The closure of a reweighting: the features that differed most, before and after. */
final class ReweightPlots {
  private static final int MOST_FEATURES = 8;
  private static final int TARGET = 6;
  private static final int BEFORE = 1;
  private static final int AFTER = 0;

  private final RunData data;

  ReweightPlots(RunData data) {
    this.data = data;
  }

  List<Drawing> all() {
    List<Drawing> drawings = new ArrayList<>();
    if (data.json("weights.json").get("reweight") instanceof Map<?, ?> closure
        && closure.get("features") instanceof List<?> features) {
      features.stream()
          .filter(f -> f instanceof Map<?, ?> map && map.get("histogram") instanceof Map<?, ?>)
          .map(f -> (Map<?, ?>) f)
          .sorted(Comparator.comparingDouble(f -> -RunFiles.number(f, "ks_before")))
          .limit(MOST_FEATURES)
          .forEach(f -> drawings.add(figure(closure, f)));
    }
    return drawings;
  }

  private static Figure figure(Map<?, ?> closure, Map<?, ?> feature) {
    String name = String.valueOf(feature.get("name"));
    String source = String.valueOf(closure.get("source"));
    String target = String.valueOf(closure.get("target"));
    Figure figure =
        new Figure(
            "reweight_" + name.replaceAll("[^A-Za-z0-9_]", "_"),
            "Closure: " + name + " of " + source + " reweighted to " + target,
            name,
            "share of the sum of weights");
    Object drawn = feature.get("histogram");
    double[] edges = RunFiles.numbers(drawn, "edges");
    if (edges.length < 2) {
      return figure;
    }
    double[] goal = RunFiles.numbers(drawn, "target");
    double[] goalErrors = RunFiles.numbers(drawn, "target_errors");
    double[] centres = new double[edges.length - 1];
    Arrays.setAll(centres, i -> (edges[i] + edges[i + 1]) / 2);
    figure.steps(target, edges, goal, TARGET);
    figure.xRange(edges[0], edges[edges.length - 1]);
    for (String when : List.of("before", "after")) {
      int colour = when.equals("before") ? BEFORE : AFTER;
      double[] own = RunFiles.numbers(drawn, when);
      double[] errors = RunFiles.numbers(drawn, when + "_errors");
      figure.points(source + " " + when, centres, own, errors, colour);
      double[] ratio = new double[own.length];
      double[] ratioErrors = new double[own.length];
      for (int i = 0; i < own.length; i++) {
        boolean drawable = goal[i] > 0 && own[i] > 0;
        ratio[i] = drawable ? own[i] / goal[i] : Double.NaN;
        ratioErrors[i] =
            drawable ? ratio[i] * Math.hypot(errors[i] / own[i], goalErrors[i] / goal[i]) : 0;
      }
      figure.ratio("to " + target, source + " " + when, centres, ratio, ratioErrors, colour);
    }
    return figure;
  }
}
