package org.fivesigma.preprocessing.maths;

import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/**
 * Finds the power λ under which a transformed sample is most like a normal distribution: the
 * maximum of −(W/2) ln Var(y) + (λ − 1) Σ w·v, where v is ln x (Box and Cox) or sign(x) ln(1 + |x|)
 * (Yeo and Johnson), W = Σw and the variance is the population's. Every event counts; the sample is
 * gone through twice, whatever the number of λ that are tried.
 */
public final class PowerFit {
  private static final double LARGEST = 1e4;

  private final LogBins positive;
  private final LogBins negative;
  private double sumWeights;
  private double sumLogs;
  private final boolean spread;

  private PowerFit(double[] logs, double[] weights, int n, boolean signed) {
    double[] up = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    double[] down = up.clone();
    for (int i = 0; i < n; i++) {
      double v = logs[i];
      if (v >= 0 || !signed) {
        up[0] = v < up[0] ? v : up[0];
        up[1] = v > up[1] ? v : up[1];
      } else {
        down[0] = -v < down[0] ? -v : down[0];
        down[1] = -v > down[1] ? -v : down[1];
      }
    }
    boolean both = up[0] <= up[1] && down[0] <= down[1];
    spread = both || up[0] < up[1] || down[0] < down[1];
    positive = up[0] <= up[1] ? new LogBins(up[0], up[1]) : null;
    negative = down[0] <= down[1] ? new LogBins(down[0], down[1]) : null;
    for (int i = 0; i < n; i++) {
      double v = logs[i];
      double w = weights == null ? 1 : weights[i];
      sumWeights += w;
      sumLogs += w * v;
      if (v >= 0 || !signed) {
        positive.add(v, w);
      } else {
        negative.add(-v, w);
      }
    }
  }

  /**
   * A fit of Yeo and Johnson's transform.
   *
   * @param values replaced by their logarithms; none of the first {@code n} is NaN
   * @param weights as many, or null where every weight is 1
   */
  public static PowerFit yeoJohnson(double[] values, double[] weights, int n) {
    for (int i = 0; i < n; i++) {
      double x = values[i];
      double u = Powers.logOnePlus(Math.abs(x));
      values[i] = x < 0 ? -u : u;
    }
    return new PowerFit(values, weights, n, true);
  }

  /**
   * A fit of Box and Cox's transform.
   *
   * @param values replaced by their logarithms; the first {@code n} are positive
   * @param weights as many, or null where every weight is 1
   */
  public static PowerFit boxCox(double[] values, double[] weights, int n) {
    for (int i = 0; i < n; i++) {
      values[i] = Math.log(values[i]);
    }
    return new PowerFit(values, weights, n, false);
  }

  /** Mean of the transformed sample. */
  public double mean(double lambda) {
    double up = positive == null ? 0 : positive.sum(lambda);
    double down = negative == null ? 0 : negative.sum(2 - lambda);
    return (up - down) / sumWeights;
  }

  /** Variance of the transformed sample (the population's). */
  public double variance(double lambda) {
    double mean = mean(lambda);
    double up = positive == null ? 0 : positive.sumSquares(lambda, mean);
    double down = negative == null ? 0 : negative.sumSquares(2 - lambda, -mean);
    return (up + down) / sumWeights;
  }

  /** The logarithm of the likelihood; −∞ where it cannot be computed. */
  public double logLikelihood(double lambda) {
    double variance = variance(lambda);
    double value = -0.5 * sumWeights * Math.log(variance) + (lambda - 1) * sumLogs;
    return variance > 0 && Double.isFinite(value) ? value : Double.NEGATIVE_INFINITY;
  }

  /** The λ of the largest likelihood; NaN where the sample has no spread or none is largest. */
  public double lambda() {
    if (!spread || !(sumWeights > 0)) {
      return Double.NaN;
    }
    double middle = 1;
    double best = logLikelihood(middle);
    double step = logLikelihood(middle + 0.5) > best ? 0.5 : -0.5;
    double behind = middle - step;
    double next = middle + step;
    double value = logLikelihood(next);
    while (value > best) {
      behind = middle;
      middle = next;
      best = value;
      step *= 2;
      next = middle + step;
      if (Math.abs(next) > LARGEST) {
        return Double.NaN;
      }
      value = logLikelihood(next);
    }
    if (best == Double.NEGATIVE_INFINITY) {
      return Double.NaN;
    }
    return new BrentOptimizer(1e-10, 1e-12)
        .optimize(
            new MaxEval(500),
            GoalType.MAXIMIZE,
            new UnivariateObjectiveFunction(this::logLikelihood),
            new SearchInterval(Math.min(behind, next), Math.max(behind, next), middle))
        .getPoint();
  }
}
