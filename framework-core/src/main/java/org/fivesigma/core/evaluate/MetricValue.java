package org.fivesigma.core.evaluate;

import java.util.Optional;

/**
 * A measured value as {@code metrics.json} gives it.
 *
 * @param value NaN where there is none
 * @param error the error bar; absent without bootstrap, and where errors make no sense
 * @param n number of events of the part
 * @param reason why there is no value
 */
public record MetricValue(double value, Optional<ErrorBar> error, int n, Optional<String> reason) {
  /**
   * From a Poisson bootstrap of the events.
   *
   * @param standardError standard deviation over replicas
   * @param low 16 % quantile
   * @param high 84 % quantile
   */
  public record ErrorBar(double standardError, double low, double high) {}

  /** Whether there is a value. */
  public boolean defined() {
    return !Double.isNaN(value);
  }
}
