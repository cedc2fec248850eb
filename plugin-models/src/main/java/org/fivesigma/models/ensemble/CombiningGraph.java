package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    if (outputs == 1) {
      return product;
    }
    Map<String, Object> overClasses = new LinkedHashMap<>();
    overClasses.put("keepdims", 1L);
    Tensor sum = graph.node("", "ReduceSum", overClasses, product, graph.longs(new long[] {1}, 1));
    return graph.op("Div", product, sum);
  }
}
