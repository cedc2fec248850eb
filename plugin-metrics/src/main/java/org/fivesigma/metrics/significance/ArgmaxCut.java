package org.fivesigma.metrics.significance;

import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;

/** {@code argmax}: the candidate with the largest value, the lowest of several. */
public final class ArgmaxCut implements CutRule {
  @Override
  public Metric.CutChoice choose(CutScan scan, Metric.CutContext context) {
    double[] values = scan.values();
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (best < 0 || values[i] > values[best]) {
        best = i;
      }
    }
    return best < 0
        ? new Metric.CutChoice(Optional.empty(), Optional.of(scan.noCandidate()), Map.of())
        : new Metric.CutChoice(Optional.of(scan.cuts()[best]), Optional.empty(), Map.of());
  }
}
