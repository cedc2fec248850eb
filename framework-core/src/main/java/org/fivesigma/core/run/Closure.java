package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.metric.Sum;

/** Whether a reweighted sample follows the other: weighted KS distance of each feature, AUC. */
final class Closure {
  private static final int BINS = 30;

  /** Share of the events that lies beyond each end of a histogram. */
  private static final double TAIL = 0.005;

  private final Columns features;
  private final int[] source;
  private final int[] target;
  private final double[] before;
  private final double[] after;
  private final int threads;

  Closure(
      Columns features, int[] source, int[] target, double[] before, double[] after, int threads) {
    this.features = features;
    this.source = source;
    this.target = target;
    this.before = before;
    this.after = after;
    this.threads = threads;
  }

  /** (Σw)²/Σw² of the source sample. */
  double effective(double[] weights) {
    Sum sum = new Sum();
    Sum squares = new Sum();
    for (int row : source) {
      sum.add(weights[row]);
      squares.add(weights[row] * weights[row]);
    }
    return sum.value() * sum.value() / squares.value();
  }

  /** Weighted AUC of the target sample against the source, tied scores together. */
  double auc(double[] scores, double[] weights) {
    return swept(scores, weights)[0];
  }

  /** KS distance of every feature before and after, and its histograms. */
  List<Map<String, Object>> features() {
    int width = features.names().size();
    double[][] found = new double[width][2];
    List<Map<String, Object>> histograms = new ArrayList<>(Collections.nCopies(width, Map.of()));
    Parallel.run(
        threads,
        width,
        f -> {
          double[] values = new double[source.length + target.length];
          float[] own = new float[values.length];
          features.select(source).read(f, 0, source.length, own, 0);
          features.select(target).read(f, 0, target.length, own, source.length);
          for (int i = 0; i < values.length; i++) {
            values[i] = own[i];
          }
          found[f][0] = swept(values, before)[1];
          found[f][1] = swept(values, after)[1];
          histograms.set(f, histogram(values));
        });
    List<Map<String, Object>> list = new ArrayList<>();
    for (int f = 0; f < width; f++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", features.names().get(f));
      one.put("ks_before", found[f][0]);
      one.put("ks_after", found[f][1]);
      one.put("histogram", histograms.get(f));
      list.add(one);
    }
    return list;
  }

  /**
   * The target, and the source with its weights before and after, in equal bins between the outer
   * half percents of all events: shares of each sample's own sum of weights, with errors √Σw².
   */
  private Map<String, Object> histogram(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      return Map.of();
    }
    double low = sorted[(int) (TAIL * (sorted.length - 1))];
    double high = sorted[(int) ((1 - TAIL) * (sorted.length - 1))];
    if (!(high > low)) {
      return Map.of();
    }
    double[] edges = new double[BINS + 1];
    Arrays.setAll(edges, i -> low + (high - low) * i / BINS);
    Map<String, Object> drawn = new LinkedHashMap<>();
    drawn.put("edges", edges);
    binned(drawn, "target", values, edges, 1, before);
    binned(drawn, "before", values, edges, 0, before);
    binned(drawn, "after", values, edges, 0, after);
    return drawn;
  }

  private void binned(
      Map<String, Object> drawn,
      String name,
      double[] values,
      double[] edges,
      int side,
      double[] weights) {
    double[] sums = new double[BINS];
    double[] errors = new double[BINS];
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      if (side(i) == side && !Double.isNaN(values[i])) {
        double w = weight(i, weights);
        total += w;
        int bin = (int) Math.floor((values[i] - edges[0]) / (edges[BINS] - edges[0]) * BINS);
        if (bin >= 0 && (bin < BINS || values[i] == edges[BINS])) {
          sums[Math.min(bin, BINS - 1)] += w;
          errors[Math.min(bin, BINS - 1)] += w * w;
        }
      }
    }
    for (int b = 0; b < BINS; b++) {
      sums[b] /= total;
      errors[b] = Math.sqrt(errors[b]) / Math.abs(total);
    }
    drawn.put(name, sums);
    drawn.put(name + "_errors", errors);
  }

  /** AUC and KS by one sweep over the values, source events first; missing values are left out. */
  private double[] swept(double[] values, double[] weights) {
    Integer[] order = new Integer[values.length];
    int n = 0;
    double[] total = new double[2];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        order[n++] = i;
        total[side(i)] += weight(i, weights);
      }
    }
    Arrays.sort(order, 0, n, (a, b) -> Double.compare(values[a], values[b]));
    double area = 0;
    double ks = 0;
    double[] below = new double[2];
    for (int i = 0; i < n; ) {
      double[] tied = new double[2];
      double value = values[order[i]];
      while (i < n && values[order[i]] == value) {
        tied[side(order[i])] += weight(order[i], weights);
        i++;
      }
      area += tied[1] * (below[0] + tied[0] / 2);
      below[0] += tied[0];
      below[1] += tied[1];
      ks = Math.max(ks, Math.abs(below[0] / total[0] - below[1] / total[1]));
    }
    return new double[] {area / (total[0] * total[1]), ks};
  }

  private int side(int place) {
    return place < source.length ? 0 : 1;
  }

  private double weight(int place, double[] weights) {
    return weights[place < source.length ? source[place] : target[place - source.length]];
  }

  /** The report for the log. */
  @SuppressWarnings("unchecked") // written by features()
  List<String> lines(Map<String, Object> facts) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "reweight: %s follows %s; a classifier tells them apart with AUC %.4f before, %.4f after;"
                + " effective events %.0f before, %.0f after; %d ratios cut",
            facts.get("source"),
            facts.get("target"),
            (Double) facts.get("auc_before"),
            (Double) facts.get("auc_after"),
            (Double) facts.get("effective_events_before"),
            (Double) facts.get("effective_events_after"),
            (Long) facts.get("ratios_cut")));
    lines.add(String.format(Locale.ROOT, "%-32s %10s %10s", "feature", "KS before", "KS after"));
    for (Map<String, Object> f : (List<Map<String, Object>>) facts.get("features")) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-32s %10.4f %10.4f",
              f.get("name"),
              (Double) f.get("ks_before"),
              (Double) f.get("ks_after")));
    }
    return lines;
  }
}
