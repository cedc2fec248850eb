package org.fivesigma.models.network.loss;

import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.option.Option;

/**
 * The significance itself as a loss (Elwood and Krücker 2018): −ln Z of the Asimov significance
 * with background uncertainty, where s and b are the expected yields times the mean score of each
 * class in the batch, weighted. A batch has one loss, so it is not cut; batches should hold some
 * thousand events. Binary only.
 */
public final class Asimov implements Loss {
  private static final double SMALLEST = 1e-9;

  private final AsimovOptions options;

  /** From its options. */
  public Asimov(AsimovOptions options) {
    this.options = options;
  }

  /** Options of {@code asimov}. */
  public record AsimovOptions(
      @Option(
              description = "Expected signal events.",
              value = "100",
              min = 0,
              minExclusive = true,
              unit = "events")
          double signal,
      @Option(
              description = "Expected background events.",
              value = "1000",
              min = 0,
              minExclusive = true,
              unit = "events")
          double background,
      @Option(
              description = "Relative uncertainty of the background.",
              value = "0.1",
              min = 0,
              minExclusive = true)
          double backgroundUncertainty) {}

  @Override
  public boolean wholeBatch() {
    return true;
  }

  @Override
  public double batch(
      float[] logits, int outputs, int[] labels, float[] weights, int rows, float[] gradient) {
    if (outputs != 1) {
      throw UserError.of("bad-value", "the loss asimov is for two classes").at("loss");
    }
    double[] sums = new double[2];
    double[] passed = new double[2];
    double[] p = new double[rows];
    for (int i = 0; i < rows; i++) {
      p[i] = 1 / (1 + Math.exp(-logits[i]));
      sums[labels[i]] += weights[i];
      passed[labels[i]] += weights[i] * p[i];
    }
    java.util.Arrays.fill(gradient, 0, rows, 0f);
    if (!(sums[0] > 0) || !(sums[1] > 0)) {
      return Double.isNaN(sums[0] + sums[1]) ? Double.NaN : 0; // one class alone says nothing
    }
    double[] yields = {options.background(), options.signal()};
    double b = Math.max(SMALLEST, yields[0] * passed[0] / sums[0]);
    double s = Math.max(SMALLEST, yields[1] * passed[1] / sums[1]);
    double[] slope = new double[2];
    double half = halfSquare(s, b, slope);
    if (Double.isNaN(half)) {
      return Double.NaN;
    }
    // loss = −ln Z = −½·ln(2·half)
    for (int i = 0; i < rows; i++) {
      int c = labels[i];
      double inner = slope[c] * yields[c] * weights[i] / sums[c] * p[i] * (1 - p[i]);
      gradient[i] = (float) (-0.5 * inner / half);
    }
    return -0.5 * Math.log(2 * half);
  }

  /** Z²/2; its derivatives by b and s go into {@code slope[0]}, {@code slope[1]}. */
  private double halfSquare(double s, double b, double[] slope) {
    double f = options.backgroundUncertainty();
    double v = f * f * b * b;
    double n = s + b;
    double ratio = Math.log(n * (b + v) / (b * b + n * v));
    double rest = Math.log1p(v * s / (b * (b + v)));
    double half = n * ratio - b * b / v * rest;
    // b²/v = 1/f² is constant; v' = 2f²b
    double dv = 2 * f * f * b;
    double q = b * b + n * v;
    slope[1] = ratio + 1 - n * v / q - 1 / (f * f) * v / (b * (b + v) + v * s);
    double dLnRatio = 1 / n + (1 + dv) / (b + v) - (2 * b + v + n * dv) / q;
    double d = b * (b + v);
    double dRest = (dv * s * d - v * s * (2 * b + v + b * dv)) / (d * (d + v * s));
    slope[0] = ratio + n * dLnRatio - dRest / (f * f);
    return half > 0 ? half : Math.max(half, 1e-300);
  }
}
