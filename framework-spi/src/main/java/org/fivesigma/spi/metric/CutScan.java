package org.fivesigma.spi.metric;

/**
 * A metric as a function of the cut on one part, for {@link CutRule}s. Events are accepted when
 * {@link Scored#accepts} says so. Thread-safe.
 */
public interface CutScan {
  /** The part. */
  Scored part();

  /**
   * The candidates, ascending: distinct scores of the part (or the cuts the user listed) at which
   * the metric is defined and there are enough effective background events.
   */
  double[] cuts();

  /** The metric at each of {@link #cuts}, for the part's own weights. */
  double[] values();

  /** The metric at any cut, for the part's own weights; NaN where it is not defined. */
  double value(double cut);

  /** Why there is no candidate; only meaningful when {@link #cuts} is empty. */
  String noCandidate();

  /**
   * The best candidate of each Poisson bootstrap replica of the part, as many as the metric's
   * option {@code replicas} says. Each replica is rescaled to the yields and has its own
   * candidates.
   */
  Replicas bootstrap(Metric.CutContext context);

  /**
   * The standard deviation of the metric at a cut over the Poisson bootstrap replicas of the part;
   * NaN when it is defined in fewer than two of them.
   */
  double error(double cut, Metric.CutContext context);

  /**
   * Best cut and best value of each replica; NaN in both for a replica without a candidate.
   *
   * @param cuts the lowest cut with the largest value
   * @param values that value
   */
  record Replicas(double[] cuts, double[] values) {}
}
