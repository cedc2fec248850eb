package org.fivesigma.preprocessing;

import java.util.List;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/** Formulas that several steps write into graphs, all in double precision; NaN stays NaN. */
public final class Graphs {
  /** Below this λ a series takes the place of (e^{λu} − 1)/λ, which would lose digits. */
  private static final double SMALL = 1e-3;

  private Graphs() {}

  /** Values held between two others. */
  public static Tensor held(GraphWriter graph, Tensor x, Tensor low, Tensor high) {
    Tensor above = graph.where(graph.op("Less", x, low), low, x);
    return graph.where(graph.op("Greater", above, high), high, above);
  }

  /** ln(1 + a). */
  static Tensor logOnePlus(GraphWriter graph, Tensor a) {
    return graph.op("Log", graph.op("Add", a, graph.number(1)));
  }

  /** (e^{λu} − 1)/λ with a λ for each column; u where it is 0. */
  static Tensor powerOfLog(GraphWriter graph, Tensor u, double[] lambda) {
    int n = lambda.length;
    double[] divisor = new double[n];
    double[] small = new double[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      boolean tiny = Math.abs(lambda[i]) <= SMALL;
      count += tiny ? 1 : 0;
      small[i] = tiny ? 1 : 0;
      divisor[i] = tiny ? 1 : lambda[i];
    }
    Tensor z = graph.op("Mul", u, graph.doubles(lambda, 1, n));
    Tensor power =
        graph.op(
            "Div",
            graph.op("Sub", graph.op("Exp", z), graph.number(1)),
            graph.doubles(divisor, 1, n));
    if (count == 0) {
      return power;
    }
    Tensor series =
        graph.op(
            "Mul", u, polynomial(graph, z, List.of(1.0, 1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0)));
    Tensor isSmall = graph.cast(graph.doubles(small, 1, n), GraphWriter.Type.BOOL);
    return graph.where(isSmall, series, power);
  }

  /** Σ cᵢ·xⁱ. */
  static Tensor polynomial(GraphWriter graph, Tensor x, List<Double> coefficients) {
    int last = coefficients.size() - 1;
    Tensor sum = graph.number(coefficients.get(last));
    for (int i = last - 1; i >= 0; i--) {
      sum = graph.op("Add", graph.op("Mul", sum, x), graph.number(coefficients.get(i)));
    }
    return sum;
  }
}
