package org.fivesigma.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.metric.Metric;

/** A metric where nothing can be computed. */
public record Undefined(List<String> details, String why) implements Metric.Prepared {
  @Override
  public double[] values(double[] weights) {
    double[] values = new double[details.size()];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  @Override
  public Optional<String> reason(String detail) {
    return Optional.of(why);
  }

  @Override
  public boolean hasError(String detail) {
    return false;
  }
}
