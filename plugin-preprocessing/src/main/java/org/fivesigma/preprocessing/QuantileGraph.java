package org.fivesigma.preprocessing;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.preprocessing.maths.NormalQuantile;
import org.fivesigma.preprocessing.maths.QuantileMap;
import org.fivesigma.spi.graph.BinarySearch;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/**
 * A quantile transform as a graph. How many quantiles lie below a value, and how many do not lie
 * above it, is found by binary search.
 */
final class QuantileGraph {
  private QuantileGraph() {}

  /**
   * Writes it.
   *
   * @param quantiles of each column, not falling
   * @param normal whether probabilities become normal numbers
   */
  static Tensor write(GraphWriter graph, Tensor in, double[][] quantiles, boolean normal) {
    List<Tensor> columns = new ArrayList<>();
    for (int c = 0; c < quantiles.length; c++) {
      Tensor x = graph.columns(in, List.of(c));
      Tensor p = probability(graph, x, quantiles[c]);
      Tensor y = normal ? normal(graph, p) : p;
      columns.add(graph.where(graph.op("IsNaN", x), graph.number(Double.NaN), y));
    }
    return graph.beside(columns);
  }

  private static Tensor probability(GraphWriter graph, Tensor x, double[] q) {
    int n = q.length;
    if (n == 1) {
      Tensor low = graph.op("LessOrEqual", x, graph.number(q[0]));
      return graph.where(low, graph.number(0), graph.number(1));
    }
    Tensor below = BinarySearch.less(graph, x, q);
    Tensor upTo = BinarySearch.lessOrEqual(graph, x, q);
    Tensor one = graph.number(1);
    Tensor last = graph.number(n - 1);
    Tensor left =
        BinarySearch.at(
            graph, q, Graphs.held(graph, graph.op("Sub", below, one), graph.number(0), last));
    Tensor right = BinarySearch.at(graph, q, Graphs.held(graph, below, graph.number(0), last));
    Tensor step = graph.op("Sub", right, left);
    Tensor flat = graph.op("Equal", step, graph.number(0));
    Tensor part =
        graph.op("Div", graph.op("Sub", x, left), graph.where(flat, graph.number(1), step));
    Tensor between = graph.op("Add", graph.op("Sub", below, one), part);
    Tensor middle =
        graph.op("Mul", graph.op("Sub", graph.op("Add", below, upTo), one), graph.number(0.5));
    Tensor place = graph.where(graph.op("Greater", upTo, below), middle, between);
    Tensor p = graph.op("Div", place, last);
    Tensor lowest = graph.op("LessOrEqual", x, graph.number(q[0]));
    Tensor highest = graph.op("GreaterOrEqual", x, graph.number(q[n - 1]));
    return graph.where(lowest, graph.number(0), graph.where(highest, one, p));
  }

  /** Wichura's approximation of {@link NormalQuantile}, all three branches at once. */
  private static Tensor normal(GraphWriter graph, Tensor p) {
    Tensor zero = graph.number(0);
    Tensor one = graph.number(1);
    Tensor half = graph.number(0.5);
    Tensor q = graph.op("Sub", p, half);
    Tensor r = graph.op("Sub", graph.number(0.180625), graph.op("Mul", q, q));
    Tensor centre = graph.op("Mul", q, ratio(graph, NormalQuantile.CENTRE, r));
    Tensor lower = graph.op("Less", q, zero);
    Tensor tail = graph.where(lower, p, graph.op("Sub", one, p));
    Tensor safe = Graphs.held(graph, tail, graph.number(1e-300), half);
    Tensor root = graph.op("Sqrt", graph.op("Neg", graph.op("Log", safe)));
    Tensor near = ratio(graph, NormalQuantile.MIDDLE, graph.op("Sub", root, graph.number(1.6)));
    Tensor far = ratio(graph, NormalQuantile.TAIL, graph.op("Sub", root, graph.number(5)));
    Tensor size = graph.where(graph.op("LessOrEqual", root, graph.number(5)), near, far);
    Tensor outer = graph.where(lower, graph.op("Neg", size), size);
    Tensor central = graph.op("LessOrEqual", graph.op("Abs", q), graph.number(0.425));
    Tensor value = graph.where(central, centre, outer);
    return Graphs.held(
        graph, value, graph.number(QuantileMap.LOWEST), graph.number(QuantileMap.HIGHEST));
  }

  private static Tensor ratio(GraphWriter graph, NormalQuantile.Ratio ratio, Tensor x) {
    return graph.op(
        "Div",
        Graphs.polynomial(graph, x, ratio.top()),
        Graphs.polynomial(graph, x, ratio.bottom()));
  }
}
