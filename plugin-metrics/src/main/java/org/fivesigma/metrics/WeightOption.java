package org.fivesigma.metrics;

import java.util.Optional;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.option.Option;

/** Options of metrics that have nothing but weights. */
public record WeightOption(
    @Option(description = DESCRIPTION, example = "physics") Optional<Weighting> weighted) {
  /** What {@code weighted} means, for every metric. */
  public static final String DESCRIPTION =
      "Weights of the events: physics, training, or false for none. Default: the metric's own.";
}
