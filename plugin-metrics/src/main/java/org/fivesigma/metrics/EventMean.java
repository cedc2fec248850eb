package org.fivesigma.metrics;

import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Sum;

/**
 * A metric that is the weighted mean of a number per event: Σwx / Σw, or Σwx / N.
 *
 * @param perEvent the number of each event
 * @param byCount divide by the number of events instead of the sum of weights
 */
public record EventMean(double[] perEvent, boolean byCount) implements Metric.Prepared {
  @Override
  public List<String> details() {
    return List.of("");
  }

  @Override
  public double[] values(double[] weights) {
    Sum top = new Sum();
    Sum bottom = new Sum();
    for (int i = 0; i < perEvent.length; i++) {
      if (weights[i] != 0) {
        top.add(weights[i] * perEvent[i]);
        bottom.add(weights[i]);
      }
    }
    return new double[] {top.value() / (byCount ? perEvent.length : positive(bottom.value()))};
  }

  private static double positive(double sum) {
    return sum == 0 ? Double.NaN : sum;
  }

  @Override
  public Optional<String> reason(String detail) {
    return Optional.of("the weights sum to zero");
  }
}
