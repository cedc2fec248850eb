package org.fivesigma.preprocessing;

import java.util.List;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.transform.FitData;
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

    @Override
    protected FitData data(String id) {
      return switch (id) {
        case LogOnePlus.ID -> only(data(true), "positive", "tau_pt");
        case OneHot.ID -> only(data(true), "whole");
        case Pca.ID -> data(false);
        default -> data(true);
      };
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
