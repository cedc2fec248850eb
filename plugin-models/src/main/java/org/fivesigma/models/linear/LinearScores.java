package org.fivesigma.models.linear;

import java.util.Map;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/**
 * Linear margins and their probabilities. Binary: one margin, the probability of class 1; else one
 * margin per class and their softmax.
 *
 * @param coefficients one row per margin
 * @param intercepts one per margin
 */
public record LinearScores(double[][] coefficients, double[] intercepts) {
  /** Margins per event. */
  public int outputs() {
    return intercepts.length;
  }

  /**
   * The scores as a graph.
   *
   * @param x events × inputs, in double precision
   */
  public Tensor write(GraphWriter graph, Tensor x) {
    int width = coefficients[0].length;
    double[] weights = new double[width * outputs()];
    for (int k = 0; k < outputs(); k++) {
      for (int i = 0; i < width; i++) {
        weights[i * outputs() + k] = coefficients[k][i];
      }
    }
    Tensor product = graph.op("MatMul", x, graph.doubles(weights, width, outputs()));
    Tensor margins = graph.op("Add", product, graph.doubles(intercepts, 1, outputs()));
    return outputs() == 1
        ? graph.op("Sigmoid", margins)
        : graph.node("", "Softmax", Map.of("axis", 1L), margins);
  }

  /** Margins of an event. */
  void margins(double[] x, double[] into) {
    for (int k = 0; k < intercepts.length; k++) {
      double sum = 0;
      double[] c = coefficients[k];
      for (int i = 0; i < x.length; i++) {
        sum += c[i] * x[i];
      }
      into[k] = intercepts[k] + sum;
    }
  }

  /** Probabilities of an event, in place of its margins. */
  static void probabilities(double[] margins) {
    if (margins.length == 1) {
      margins[0] = 1 / (1 + StrictMath.exp(-margins[0]));
      return;
    }
    double max = Double.NEGATIVE_INFINITY;
    for (double m : margins) {
      max = Math.max(max, m);
    }
    double sum = 0;
    for (int k = 0; k < margins.length; k++) {
      margins[k] = StrictMath.exp(margins[k] - max);
      sum += margins[k];
    }
    for (int k = 0; k < margins.length; k++) {
      margins[k] /= sum;
    }
  }

  /** Scores of some events, row-major from {@code first × outputs}. */
  public void predict(Design design, int from, int to, double[] into) {
    double[] x = new double[design.width()];
    double[] m = new double[outputs()];
    for (int i = from; i < to; i++) {
      design.row(i, x);
      margins(x, m);
      probabilities(m);
      System.arraycopy(m, 0, into, i * m.length, m.length);
    }
  }
}
