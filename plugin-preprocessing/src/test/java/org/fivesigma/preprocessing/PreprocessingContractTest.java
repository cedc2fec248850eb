package org.fivesigma.preprocessing;

import java.util.List;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.testing.contract.ExtensionContract;
import org.fivesigma.testing.contract.TransformerContract;
import org.junit.jupiter.api.Nested;

/** Every step of this plugin keeps the contract of its kind. */
class PreprocessingContractTest {
  private static final List<Plugin> PLUGINS = List.of(new PreprocessingPlugin());

  @Nested
  class Steps extends TransformerContract {
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
