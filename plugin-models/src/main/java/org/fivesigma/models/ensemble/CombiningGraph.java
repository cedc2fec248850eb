package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.graph.BinarySearch;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/** The averages of {@link Combining} as graphs. */
final class CombiningGraph {
  private CombiningGraph() {}

  static Tensor mean(GraphWriter graph, List<Tensor> scores) {
    double[] weights = new double[scores.size()];
    Arrays.fill(weights, 1);
    return weightedMean(graph, scores, weights);
  }

  static Tensor weightedMean(GraphWriter graph, List<Tensor> scores, double[] weights) {
    Tensor sum = null;
    for (int m = 0; m < weights.length; m++) {
      Tensor term =
          weights[m] == 1
              ? scores.get(m)
              : graph.op("Mul", scores.get(m), graph.number(weights[m]));
      sum = sum == null ? term : graph.op("Add", sum, term);
    }
    return graph.op("Div", sum, graph.number(Arrays.stream(weights).sum()));
  }

  static Tensor geometricMean(GraphWriter graph, List<Tensor> scores, int outputs) {
    List<Tensor> logs = new ArrayList<>();
    scores.forEach(s -> logs.add(graph.op("Log", s)));
    Tensor product = graph.op("Exp", mean(graph, logs));
    return normalised(graph, product, outputs);
  }

  /** Mean of ranks by tables of each item and output. */
  static Tensor rankMean(
      GraphWriter graph, List<Tensor> scores, RankTable[][] tables, int outputs) {
    List<Tensor> ranks = new ArrayList<>();
    for (int m = 0; m < tables.length; m++) {
      List<Tensor> columns = new ArrayList<>();
      for (int c = 0; c < outputs; c++) {
        Tensor score = outputs == 1 ? scores.get(m) : graph.columns(scores.get(m), List.of(c));
        columns.add(rank(graph, score, tables[m][c]));
      }
      ranks.add(normalised(graph, graph.beside(columns), outputs));
    }
    return mean(graph, ranks);
  }

  /** {@link RankTable#rank}: the places beside a score, and the line between their ranks. */
  private static Tensor rank(GraphWriter graph, Tensor score, RankTable table) {
    int n = table.values().length;
    Tensor above = BinarySearch.less(graph, score, table.values());
    Tensor last = graph.number(n - 1);
    Tensor right = graph.op("Min", above, last);
    Tensor left = graph.op("Max", graph.op("Sub", above, graph.number(1)), graph.number(0));
    Tensor from = BinarySearch.at(graph, table.values(), left);
    Tensor to = BinarySearch.at(graph, table.values(), right);
    Tensor low = BinarySearch.at(graph, table.ranks(), left);
    Tensor high = BinarySearch.at(graph, table.ranks(), right);
    // below the first and above the last score both places are one, and the step is 0
    Tensor gap = graph.op("Sub", to, from);
    Tensor width = graph.where(graph.op("Equal", gap, graph.number(0)), graph.number(1), gap);
    Tensor share = graph.op("Div", graph.op("Sub", score, from), width);
    return graph.op("Add", low, graph.op("Mul", share, graph.op("Sub", high, low)));
  }

  /** Several outputs of each event scaled to sum to 1; where all are 0 they become equal. */
  private static Tensor normalised(GraphWriter graph, Tensor scores, int outputs) {
    if (outputs == 1) {
      return scores;
    }
    Map<String, Object> overClasses = new LinkedHashMap<>();
    overClasses.put("keepdims", 1L);
    Tensor sum = graph.node("", "ReduceSum", overClasses, scores, graph.longs(new long[] {1}, 1));
    return graph.where(
        graph.op("Greater", sum, graph.number(0)),
        graph.op("Div", scores, sum),
        graph.number(1.0 / outputs));
  }
}
