package org.fivesigma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.plugin.PluginDiscovery;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.testing.Standardise;
import org.fivesigma.testing.contract.AveragingContract;
import org.fivesigma.testing.contract.CombinerContract;
import org.fivesigma.testing.contract.EngineContract;
import org.fivesigma.testing.contract.ExtensionContract;
import org.fivesigma.testing.contract.InitializerContract;
import org.fivesigma.testing.contract.LossContract;
import org.fivesigma.testing.contract.MetricContract;
import org.fivesigma.testing.contract.ModelContract;
import org.fivesigma.testing.contract.OptimizerContract;
import org.fivesigma.testing.contract.PluginsUnderTest;
import org.fivesigma.testing.contract.PrunerContract;
import org.fivesigma.testing.contract.SamplerContract;
import org.fivesigma.testing.contract.ScheduleContract;
import org.fivesigma.testing.contract.SourceContract;
import org.fivesigma.testing.contract.SplitContract;
import org.fivesigma.testing.contract.TransformerContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of each kind, over everything that is installed. */
class EveryPluginContractTest {
  private static final List<Plugin> INSTALLED = PluginDiscovery.find(List.of());
  private static final String CSV = "a,b,label\n1,2,s\n3,4,b\n5,,s\n";

  @TempDir static Path folder;

  @BeforeAll
  static void makeAFile() throws IOException {
    Files.writeString(folder.resolve("events.csv"), CSV);
  }

  @Nested
  class Extensions extends ExtensionContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Sources extends SourceContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }

    @Override
    protected boolean tested(String id) {
      return List.of("csv", "toy").contains(id); // others need files made by other programs
    }

    @Override
    protected Map<String, Object> options(String id) {
      return id.equals("csv")
          ? Map.of("path", List.of(folder.resolve("events.csv")))
          : Map.of("events", 200L);
    }

    @Override
    protected String pathOption(String id) {
      return "";
    }
  }

  @Nested
  class Splits extends SplitContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }

    @Override
    protected Map<String, Object> options(String id) {
      return switch (id) {
        case "column" ->
            Map.of("column", "set", "train", "t", "valid", "b", "extra", Map.of("late", "u"));
        case "rows" ->
            Map.of(
                "rows",
                Map.of(
                    "train", List.of(0L, 300L),
                    "valid", List.of(300L, 400L),
                    "test", List.of(400L, 600L)));
        case "modulo" ->
            Map.of("of", "EventId", "modulus", 5, "valid", List.of(0L), "test", List.of(1L));
        case "hash" -> Map.of("modulus", 10, "valid", List.of(8L), "test", List.of(9L));
        default -> Map.of();
      };
    }
  }

  @Nested
  class Transformers extends TransformerContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }

    @Override
    protected FitData data(String id) {
      return switch (id) {
        case "log1p" -> only(data(true), "positive", "whole", "tau_pt");
        case "one_hot" -> only(data(true), "whole");
        case "pca" -> data(false);
        default -> data(true);
      };
    }
  }

  @Nested
  class Models extends ModelContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }

    @Override
    protected Map<String, Object> options(String id) {
      return switch (id) {
        case "xgboost" -> Map.of("num_boost_round", 20);
        case "mlp" -> Map.of("hidden", List.of(16, 16), "epochs", 12, "batch_size", 50);
        case "ensemble" -> Map.of("members", 3, "of", List.of(logistic()));
        default -> Map.of();
      };
    }

    private ModelSpec logistic() {
      PluginsUnderTest plugins = underTest();
      return new ModelSpec(
          plugins.configured(plugins.find(Kinds.MODEL, "logistic").orElseThrow(), Map.of()),
          List.of(Standardise.step()),
          1);
    }
  }

  @Nested
  class Combiners extends CombinerContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Losses extends LossContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Optimizers extends OptimizerContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Schedules extends ScheduleContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Averagings extends AveragingContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Initializers extends InitializerContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Metrics extends MetricContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Samplers extends SamplerContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }

    @Override
    protected List<Parameter> space(String id) {
      return id.equals("grid") ? cells() : super.space(id);
    }
  }

  @Nested
  class Pruners extends PrunerContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }

  @Nested
  class Engines extends EngineContract {
    @Override
    protected List<Plugin> plugins() {
      return INSTALLED;
    }
  }
}
