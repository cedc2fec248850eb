package org.fivesigma.metrics;

import java.util.List;
import java.util.stream.Stream;
import org.fivesigma.metrics.anchor.PublishedNumbers;
import org.fivesigma.metrics.anchor.ScikitLearnNumbers;
import org.fivesigma.metrics.decision.DecisionExtensions;
import org.fivesigma.metrics.probability.ProbabilityExtensions;
import org.fivesigma.metrics.ranking.RankingExtensions;
import org.fivesigma.metrics.significance.SignificanceExtensions;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Plugin;

/** The metrics and cut rules that come with the framework. */
public final class MetricsPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-metrics";
  }

  @Override
  public List<Extension<?>> extensions() {
    return Stream.of(
            RankingExtensions.all(),
            ProbabilityExtensions.all(),
            DecisionExtensions.all(),
            SignificanceExtensions.all(),
            List.<Extension<?>>of(PublishedNumbers.extension(), ScikitLearnNumbers.extension()))
        .<Extension<?>>flatMap(List::stream)
        .toList();
  }
}
