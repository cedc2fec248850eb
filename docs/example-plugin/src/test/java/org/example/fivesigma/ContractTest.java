package org.example.fivesigma;

import java.util.List;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.testing.contract.ExtensionContract;
import org.fivesigma.testing.contract.MetricContract;
import org.fivesigma.testing.contract.ModelContract;
import org.junit.jupiter.api.Nested;

class ContractTest {
  private static final List<Plugin> PLUGINS = List.of(new ExamplePlugin());

  @Nested
  class Models extends ModelContract {
    @Override
    protected List<Plugin> plugins() {
      return PLUGINS;
    }
  }

  @Nested
  class Metrics extends MetricContract {
    @Override
    protected List<Plugin> plugins() {
      return PLUGINS;
    }
  }

  @Nested
  class Extensions extends ExtensionContract {
    @Override
    protected List<Plugin> plugins() {
      return PLUGINS;
    }
  }
}
