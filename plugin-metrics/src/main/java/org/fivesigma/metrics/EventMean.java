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
    return mean(weights, perEvent.length);
  }

  @Override
  public double[] replica(double[] weights, byte[] counts) {
    long events = 0;
    for (byte count : counts) {
      events += count;
    }
    return mean(weights, events);
  }

  private double[] mean(double[] weights, long events) {
    Sum top = new Sum();
    Sum bottom = new Sum();
    for (int i = 0; i < perEvent.length; i++) {
      if (weights[i] != 0) {
        top.add(weights[i] * perEvent[i]);
        bottom.add(weights[i]);
      }
    }
    double below = byCount ? events : bottom.value();
    return new double[] {below == 0 ? Double.NaN : top.value() / below};
  }

  @Override
  public Optional<String> reason(String detail) {
    return Optional.of("the weights sum to zero");
  }
}
