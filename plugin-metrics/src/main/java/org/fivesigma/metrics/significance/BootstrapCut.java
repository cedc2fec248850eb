package org.fivesigma.metrics.significance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Spread;

/**
 * {@code bootstrap}: the mean of the best cuts of Poisson bootstrap replicas of the events. Three
 * numbers tell how much of the maximum is chance: {@code overall}, the maximum on the part; {@code
 * mean}, of the replicas' maxima; {@code at_mean_cut}.
 */
public final class BootstrapCut implements CutRule {
  @Override
  public Metric.CutChoice choose(CutScan scan, Metric.CutContext context) {
    Metric.CutChoice overall = new ArgmaxCut().choose(scan, context);
    CutScan.Replicas replicas = scan.bootstrap(context);
    Spread cuts = Spread.of(replicas.cuts());
    if (overall.cut().isEmpty() || cuts.count() == 0) {
      return new Metric.CutChoice(
          Optional.empty(), overall.reason().or(() -> Optional.of(scan.noCandidate())), Map.of());
    }
    Map<String, Double> extra = new LinkedHashMap<>();
    extra.put("overall", scan.value(overall.cut().get()));
    extra.put("mean", Spread.of(replicas.values()).mean());
    return new Metric.CutChoice(Optional.of(cuts.mean()), Optional.empty(), extra);
  }

  @Override
  public Optional<String> alias() {
    return Optional.of("at_mean_cut");
  }
}
