package org.fivesigma.metrics.significance;

import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;

/** {@code fixed}: a cut given beforehand. */
public record FixedCut(double value) implements CutRule {
  @Override
  public Metric.CutChoice choose(CutScan scan, Metric.CutContext context) {
    return new Metric.CutChoice(Optional.of(value), Optional.empty(), Map.of());
  }
}
