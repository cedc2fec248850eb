package org.fivesigma.core.evaluate;

import java.util.Locale;
import java.util.Optional;

/**
 * A metric of one model minus that of the reference, on the same events.
 *
 * @param metric id
 * @param reference name of the run compared with
 * @param other name of the run
 * @param referenceValue value of the reference
 * @param otherValue value of the other
 * @param difference other minus reference
 * @param standardError standard deviation of the difference over the same bootstrap replicas
 * @param low 2.5 % quantile over replicas
 * @param high 97.5 % quantile
 * @param p two-sided probability of a difference at least as large by chance (normal)
 * @param adjusted the same after Holm's correction for all runs compared in this metric
 * @param better whether the other is better, as far as the metric has a direction
 * @param equivalentLuminosity for significances: (Z/Z₀)² − 1, the additional luminosity that the
 *     reference would need for the same significance
 */
public record PairedDifference(
    String metric,
    String reference,
    String other,
    double referenceValue,
    double otherValue,
    double difference,
    double standardError,
    double low,
    double high,
    double p,
    double adjusted,
    Optional<Boolean> better,
    Optional<Double> equivalentLuminosity) {
  private static final double LEVEL = 0.05;

  /** The same with another corrected p-value. */
  PairedDifference withAdjusted(double corrected) {
    return new PairedDifference(
        metric,
        reference,
        other,
        referenceValue,
        otherValue,
        difference,
        standardError,
        low,
        high,
        p,
        corrected,
        better,
        equivalentLuminosity);
  }

  /** Whether the difference is resolved at 95 % after the correction. */
  public boolean resolved() {
    return adjusted < LEVEL;
  }

  /** One line: who is better, or that it is not resolved. */
  public String verdict() {
    if (Double.isNaN(difference)) {
      return "not defined for both runs";
    }
    if (difference == 0 && standardError == 0) {
      return "identical";
    }
    if (!resolved()) {
      return "not resolved at 95 %";
    }
    String p95 = String.format(Locale.ROOT, " (p = %.2g)", adjusted);
    return better
        .map(is -> other + (is ? " is better" : " is worse") + " at 95 %" + p95)
        .orElse("different at 95 %" + p95);
  }
}
