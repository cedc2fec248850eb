package org.fivesigma.metrics.significance;

import java.util.Optional;

/**
 * A significance as a function of what a cut accepts: the formula, the uncertainty of the
 * background and, where the yields are not those of the sample, the expected ones.
 *
 * @param formula of s, b and the variance of b
 * @param relative relative uncertainty of the background
 * @param statistical whether the Monte Carlo error Σw² of the background belongs to its variance
 * @param processes relative uncertainty of the background of each process, by process index; empty
 *     for none
 * @param expected signal and background before the cut, to which the efficiencies are applied;
 *     absent: the sums of weights are the yields
 */
record Significance(
    Formula formula,
    double relative,
    boolean statistical,
    double[] processes,
    Optional<Expected> expected) {

  /** Events expected before the cut. */
  record Expected(double signal, double background) {}

  /** Whether a process has an uncertainty of its own. */
  boolean byProcess() {
    return processes.length > 0;
  }

  /** Factors from sums of weights to yields, for these sums over the whole part. */
  Scale scale(double totalSignal, double totalBackground) {
    return expected
        .map(e -> new Scale(e.signal / totalSignal, e.background / totalBackground))
        .orElse(Scale.ONE);
  }

  /** Factors on signal and background. */
  record Scale(double signal, double background) {
    static final Scale ONE = new Scale(1, 1);
  }

  /**
   * The value; NaN where not defined.
   *
   * @param s sum of weights of accepted signal
   * @param b of accepted background
   * @param squares Σw² of accepted background
   * @param systematic variance of b from the processes' own uncertainties
   */
  double value(double s, double b, double squares, double systematic, Scale scale) {
    double k = scale.background * scale.background;
    return valueOf(s * scale.signal, b * scale.background, k * squares, k * systematic);
  }

  /** The same of sums that are scaled already. */
  double valueOf(double signal, double background, double squares, double systematic) {
    if (!formula.defined(signal, background)) {
      return Double.NaN;
    }
    double sigma = relative * background;
    double variance = sigma * sigma + (statistical ? squares : 0) + systematic;
    return formula.value(signal, background, variance);
  }

  /** Variance of a background made of these accepted sums of weights by process. */
  double systematic(double[] byProcess) {
    double variance = 0;
    for (int p = 0; p < byProcess.length; p++) {
      double sigma = processes[p] * byProcess[p];
      variance += sigma * sigma;
    }
    return variance;
  }

  /** Effective number of events (Σw)²/Σw²; 0 where the sum is not positive. */
  static double effective(double sum, double squares) {
    return sum > 0 ? sum * sum / squares : 0;
  }
}
