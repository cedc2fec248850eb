package org.fivesigma.metrics;

import java.util.List;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.testing.contract.MetricContract;

class MetricsContractTest extends MetricContract {
  @Override
  protected List<? extends Plugin> plugins() {
    return List.of(new MetricsPlugin());
  }
}
