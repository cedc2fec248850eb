package org.fivesigma.core.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Source;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceData;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.DefaultPreprocess;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/** Plugins that have options and do nothing, to test the language without the real ones. */
final class TestPlugins implements Plugin {
  static PluginCatalog catalog() {
    return PluginCatalog.of(new TestPlugins());
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(Kinds.SOURCE, "csv", "Files.", Csv.class, o -> new Files()),
        Extension.of(Kinds.SOURCE, "toy", "Made.", Toy.class, o -> new Made()),
        Extension.of(Kinds.SPLIT, "stratified", "Drawn.", Fractions.class, Drawn::new),
        Extension.of(Kinds.TRANSFORMER, "impute", "Fills.", Impute.class, o -> new Step()),
        Extension.of(Kinds.TRANSFORMER, "standard_scale", "Scales.", Step::new),
        Extension.of(Kinds.MODEL, "xgboost", "Trees.", Xgboost.class, o -> new NoTrainer(false)),
        Extension.of(Kinds.MODEL, "mlp", "A network.", Mlp.class, o -> new NoTrainer(true)),
        Extension.of(
            Kinds.MODEL, "ensemble", "Several.", Ensemble.class, o -> new NoTrainer(false)),
        Extension.of(Optimizer.KIND, "adam", "Adam.", Adam.class, o -> null),
        Extension.of(Optimizer.KIND, "sgd", "Sgd.", Sgd.class, o -> null),
        Extension.of(Kinds.METRIC, "auc", "Area.", () -> new NoMetric(Direction.MAXIMISE, false)),
        Extension.of(Kinds.METRIC, "loss", "Loss.", () -> new NoMetric(Direction.MINIMISE, false)),
        Extension.of(
            Kinds.METRIC,
            "ams",
            "Significance.",
            Ams.class,
            o -> new NoMetric(Direction.MAXIMISE, true)),
        Extension.of(Kinds.METRIC, "accuracy", "Accuracy.", At.class, Accuracy::new),
        Extension.of(Kinds.METRIC, "table", "A table.", () -> new NoMetric(Direction.NONE, false)),
        Extension.of(Kinds.TRACKER, "none", "None.", () -> null),
        Extension.of(Kinds.TRACKER, "mlflow", "Sends.", Mlflow.class, o -> null),
        Extension.of(Sampler.KIND, "tpe", "Suggests.", NoSampler::new),
        Extension.of(Sampler.KIND, "auto", "Chooses.", NoSampler::new),
        Extension.of(Pruner.KIND, "none", "Prunes nothing.", () -> (study, number) -> false));
  }

  record Csv(
      @Option(description = "The files.", single = true) List<Path> path,
      @Option(description = "The separator.", value = "\",\"") String delimiter) {}

  record Toy(@Option(description = "Number of events.", value = "1000", min = 1) int events) {
    Toy {
      if (events == 13) {
        throw new IllegalArgumentException("13 events bring bad luck");
      }
    }
  }

  record Fractions(
      @Option(
              description = "Share of each part.",
              value = "{train: 0.7, valid: 0.15, test: 0.15}",
              min = 0,
              max = 1)
          Map<String, Double> fractions)
      implements SelfChecking {
    @Override
    public List<UserError> check() {
      double sum = fractions.values().stream().mapToDouble(Double::doubleValue).sum();
      return sum <= 1 + 1e-9
          ? List.of()
          : List.of(
              UserError.of("bad-value", "the fractions add up to " + sum + ", more than 1")
                  .at("fractions"));
    }
  }

  record Impute(
      @Option(
              description = "What is put in.",
              value = "median",
              choices = {"median", "mean"})
          String strategy,
      @Option(description = "Whether an indicator is added.", value = "false") boolean indicator) {}

  record EarlyStopping(
      @Option(description = "What is watched.", value = "valid/loss") String monitor,
      @Option(description = "How long.", value = "10", min = 1) Optional<Integer> patience) {}

  record Xgboost(
      @Option(description = "Rounds.", value = "100", min = 1) int numBoostRound,
      @Option(description = "Step.", value = "0.3", min = 0, max = 1, aliases = "learning_rate")
          double eta,
      @Option(description = "Depth.", value = "6", min = 0) int maxDepth,
      @Option(
              description = "Booster.",
              value = "gbtree",
              choices = {"gbtree", "dart"})
          String booster,
      @Option(description = "Dropped trees.", value = "0.0", min = 0, max = 1) double rateDrop,
      @Option(description = "When to stop.", value = "none", shorthand = "monitor")
          EarlyStopping earlyStopping) {}

  @DefaultPreprocess("[{type: impute, indicator: true}, standard_scale]")
  record Mlp(
      @Option(description = "Widths.", value = "[100, 100]", min = 1, single = true)
          List<Integer> hidden,
      @Option(description = "Batch.", value = "256", min = 1) int batchSize,
      @Option(description = "Normalise.", value = "false") boolean batchNorm,
      @Option(description = "Dropout.", value = "0.0", min = 0, max = 1, maxExclusive = true)
          double dropout,
      @Option(description = "Optimiser.", value = "adam") Configured<Optimizer> optimizer,
      @Option(description = "When to stop.") Optional<EarlyStopping> earlyStopping) {}

  record Ensemble(
      @Option(description = "The models.", single = true) List<ModelSpec> of,
      @Option(description = "Copies.", value = "1", min = 1) int members) {}

  record Adam(@Option(description = "Rate.", value = "1.0e-3", min = 0) double learningRate) {}

  record Sgd(
      @Option(description = "Rate.", value = "1.0e-2", min = 0) double learningRate,
      @Option(description = "Momentum.", value = "0.0", min = 0) double momentum) {}

  record Mlflow(
      @Option(description = "Address.") Optional<String> uri,
      @Option(description = "Experiment.") Optional<String> experiment) {}

  record Ams(@Option(description = "Added.", value = "10", min = 0) double regularisation) {}

  record At(@Option(description = "Whose cut decides.") Optional<String> at) {}

  private static final class Files implements Source {
    @Override
    public SourceData open(SourceContext context) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Made implements Source {
    @Override
    public SourceData open(SourceContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String defaults() {
      return """
          data:
            label: {column: label, signal: signal}
            weight: weight
            features: [tau_pt, tau_eta, tau_phi]
          momenta:
            tau: {pt: tau_pt, eta: tau_eta, phi: tau_phi}
          """;
    }
  }

  private record Drawn(Fractions options) implements Split {
    @Override
    public List<String> partNames() {
      return List.copyOf(options.fractions().keySet());
    }

    @Override
    public List<Fold> split(Events events) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Step implements Transformer {
    @Override
    public FittedTransformer fit(FitData data) {
      throw new UnsupportedOperationException();
    }
  }

  private record NoTrainer(boolean network) implements Trainer {
    @Override
    public Model fit(TrainingTask task, TrainingContext context) {
      throw new UnsupportedOperationException();
    }
  }

  private static class NoMetric implements Metric {
    private final Direction direction;
    private final boolean cut;

    NoMetric(Direction direction, boolean cut) {
      this.direction = direction;
      this.cut = cut;
    }

    @Override
    public Direction direction() {
      return direction;
    }

    @Override
    public Weighting weighting() {
      return Weighting.PHYSICS;
    }

    @Override
    public boolean hasCut() {
      return cut;
    }

    @Override
    public Optional<String> refuses(int classes) {
      return cut && classes > 2
          ? Optional.of("'ams' is defined for two classes; use accuracy")
          : Optional.empty();
    }

    @Override
    public Prepared prepare(Scored scored, Optional<Double> chosen) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Accuracy extends NoMetric {
    private final At options;

    Accuracy(At options) {
      super(Direction.MAXIMISE, false);
      this.options = options;
    }

    @Override
    public Optional<String> cutFrom() {
      return options.at();
    }
  }

  private static final class NoSampler implements Sampler {
    @Override
    public Map<String, Object> ask(Study study, int number) {
      throw new UnsupportedOperationException();
    }
  }
}
