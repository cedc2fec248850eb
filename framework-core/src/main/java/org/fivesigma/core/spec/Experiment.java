package org.fivesigma.core.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.track.Tracker;

/**
 * One experiment as declared in a file, bound and checked: the top-level keys.
 *
 * @param preprocess the file's own steps; absent: what each model's plugin declares
 * @param matrix axes by name, each with its variants by name, each a map of overrides by path;
 *     {@code exclude} apart
 */
public record Experiment(
    @Option(
            description =
                "Name of the experiment; the run folders stand under it. Default: the file's name.")
        Optional<String> name,
    @Option(
            description =
                "What the experiment is about, in Markdown; shown in the report and by trackers.",
            value = "\"\"")
        String description,
    @Option(
            description = "Labels for trackers and listings.",
            value = "{}",
            example = "{analysis: higgsml}")
        Map<String, String> tags,
    @Option(
            description = "Seed that every random stream derives from, by purpose and index.",
            value = "1",
            main = true)
        long seed,
    @Option(
            description =
                "Where models run: auto, cpu, cuda, cuda:1, or a list that members or data shards are spread over.",
            value = "auto",
            single = true)
        List<String> device,
    @Option(description = "Threads to use. Default: all cores.", min = 1, max = 1024)
        Optional<Integer> threads,
    @Option(description = "Where the events come from and what their columns mean.") DataSpec data,
    @Option(
            description =
                "Four-momenta of an event by name: the columns of pt, eta, phi and optionally mass or e.",
            value = "{}",
            example =
                "{tau: {pt: tau_pt, eta: tau_eta, phi: tau_phi}, met: {pt: met, phi: met_phi}}")
        Map<String, MomentumSpec> momenta,
    @Option(
            description = "How events are divided into train, valid and test.",
            value = "{type: stratified, fractions: {train: 0.7, valid: 0.15, test: 0.15}}")
        SplitSpec split,
    @Option(
            description =
                "Preprocessing steps for every model without its own. Default: what the model's plugin declares.")
        Optional<List<StepSpec>> preprocess,
    @Option(
            description =
                "Weights of the training loss: balanced, physics, none, sqrt, or {column: name}.",
            value = "balanced",
            shorthand = "rule")
        TrainingWeights trainingWeights,
    @Option(
            description =
                "Gives the events of one sample weights under which they follow the distribution of another.",
            example = "{source: simulation, target: data}")
        Optional<Reweight> reweight,
    @Option(description = "The model and its training.") ModelSpec model,
    @Option(description = "What is measured and drawn.", value = "{}") EvaluateSpec evaluate,
    @Option(description = "Systematic variations by name.", value = "{}")
        Map<String, Systematic> systematics,
    @Option(description = "Runs the experiment several times.", shorthand = "times")
        Optional<Repeat> repeat,
    @Option(
            description = "Named variants along named axes; every combination is a run.",
            value = "{}")
        Map<String, Object> matrix,
    @Option(description = "A search over settings.") Optional<TuneSpec> tune,
    @Option(
            description =
                "Where runs are sent. Default: mlflow when MLFLOW_TRACKING_URI is set, else none.")
        Optional<Configured<Tracker>> tracking,
    @Option(description = "Seed of training alone. Default: seed.") Optional<Long> trainingSeed,
    @Option(description = "Seed of the split alone. Default: seed.") Optional<Long> splitSeed) {

  /** The threads to use: those declared, else one for each core. */
  public int workers() {
    return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  /** Streams of the split; those of {@code repeat: {vary: split}} differ from run to run. */
  public Seeds splitSeeds() {
    return new Seeds(splitSeed.orElse(seed)).child("split");
  }

  /** Streams of training; those of {@code repeat: {vary: training}} differ from run to run. */
  public Seeds trainingSeeds() {
    return new Seeds(trainingSeed.orElse(seed)).child("training");
  }

  /** Streams of preprocessing. */
  public Seeds preprocessSeeds() {
    return new Seeds(seed).child("preprocess");
  }

  /** Streams of sources that draw events. */
  public Seeds sourceSeeds() {
    return new Seeds(seed).child("source");
  }

  /** The same experiment on other data, with other variations. */
  public Experiment with(DataSpec other, Map<String, Systematic> variations) {
    return new Experiment(
        name,
        description,
        tags,
        seed,
        device,
        threads,
        other,
        momenta,
        split,
        preprocess,
        trainingWeights,
        reweight,
        model,
        evaluate,
        variations,
        repeat,
        matrix,
        tune,
        tracking,
        trainingSeed,
        splitSeed);
  }

  /** The columns of one four-momentum. */
  public record MomentumSpec(
      @Option(description = "Column of the transverse momentum.", unit = "GeV") String pt,
      @Option(description = "Column of the pseudorapidity; without it the momentum is transverse.")
          Optional<String> eta,
      @Option(description = "Column of the azimuth.", unit = "rad") String phi,
      @Option(description = "Column of the mass.", unit = "GeV") Optional<String> mass,
      @Option(description = "Column of the energy.", unit = "GeV") Optional<String> e) {}

  /** A split and the parts kept out of everything until {@code unblind}. */
  public record SplitSpec(
      @Option(description = "The rule.", inline = true) Configured<Split> rule,
      @Option(description = "Parts scored only by the command unblind.", value = "[]")
          List<String> sealed) {}

  /** Where the weights of the loss come from. */
  public record TrainingWeights(
      @Option(
              description =
                  "balanced: both classes weigh the same; physics: as expected in data; none: 1; sqrt: between.",
              value = "balanced",
              choices = {"balanced", "physics", "none", "sqrt"},
              main = true)
          String rule,
      @Option(description = "A column with the weights instead of a rule.")
          Optional<String> column) {}

  /** A likelihood-ratio reweighting, learned by a classifier of the two samples. */
  public record Reweight(
      @Option(description = "The process or class whose events get new weights.") String source,
      @Option(description = "The process or class whose distribution they are to follow.")
          String target,
      @Option(
              description = "The features in which they are to agree; globs. Default: all.",
              value = "[]",
              example = "[\"lep_*\", n_jets]")
          List<String> features,
      @Option(
              description = "The classifier that learns the ratio.",
              value =
                  "{type: xgboost, eta: 0.1, max_depth: 3, min_child_weight: 10, num_boost_round: 100}")
          ModelSpec model,
      @Option(
              description = "Folds: every event is weighted by a model that did not see it.",
              value = "5",
              min = 2,
              max = 100)
          int folds,
      @Option(
              description = "Larger ratios are cut to this, so that single events do not dominate.",
              value = "100",
              min = 1)
          double maxRatio) {}

  /** A metric and the name that its values have in the place of its id. */
  public record NamedMetric(
      @Option(description = "The metric.", inline = true) Configured<Metric> metric,
      @Option(
              description =
                  "Its name in metric keys, where one metric is measured with several options. Default: its id.",
              example = "fom_5")
          Optional<String> name) {
    /** The metric under its name. */
    Configured<Metric> configured() {
      return new Configured<>(name.orElse(metric.id()), metric.options(), metric.factory());
    }
  }

  /** What is measured and drawn. */
  public record EvaluateSpec(
      @Option(
              description =
                  "Metrics of every part. Default: auc and ams; with several classes auc and accuracy.",
              key = "metrics")
          Optional<List<NamedMetric>> named,
      @Option(
              description =
                  "The metric whose cut goes into the model bundle. Default: the first that has one.")
          Optional<String> cut,
      @Option(
              description = "Poisson bootstrap replicas behind every error bar; 0: none.",
              value = "200",
              min = 0,
              max = 100000)
          int bootstrap,
      @Option(
              description =
                  "Whether every replica has as many events of each class and process as the part; else their numbers vary.",
              value = "false")
          boolean stratified,
      @Option(
              description = "Plots of the report: default, none, or a list of ids.",
              value = "default",
              single = true)
          List<String> plots) {
    /** The metrics, each with its name for id. */
    public Optional<List<Configured<Metric>>> metrics() {
      return named.map(list -> list.stream().map(NamedMetric::configured).toList());
    }
  }

  /** A systematic variation: of columns or weights, up and down; or of the yield of a class. */
  public record Systematic(
      @Option(description = "The variation upwards.") Optional<Variation> up,
      @Option(description = "The variation downwards.") Optional<Variation> down,
      @Option(description = "A class or process whose yield varies.", key = "yield")
          Optional<String> yieldOf,
      @Option(description = "Relative size of the yield's variation.", min = 0)
          Optional<Double> relative) {}

  /** One direction of a variation. */
  public record Variation(
      @Option(
              description = "SQL expressions that replace read columns, before derive and select.",
              value = "{}")
          Map<String, String> set,
      @Option(description = "A weight column instead of data.weight.") Optional<String> weight,
      @Option(
              description =
                  "Other files instead of data.source: one source or a list. Their events are matched by data.id.",
              value = "[]",
              single = true)
          List<SourceSpec> source) {}

  /** How often, and what changes from run to run. */
  public record Repeat(
      @Option(description = "Number of runs.", min = 1) int times,
      @Option(
              description = "What changes: the seed of training, of the split, or both.",
              value = "training",
              choices = {"training", "split", "all"})
          String vary) {}

  /** A search over settings. */
  public record TuneSpec(
      @Option(description = "Suggests the settings.", value = "auto", main = true)
          Configured<Sampler> sampler,
      @Option(
              description = "The metric to be improved; its direction follows from the metric.",
              value = "valid/auc",
              main = true)
          String objective,
      @Option(
              description = "Trials in total; a resumed study goes on toward it.",
              value = "30",
              min = 1,
              main = true)
          int trials,
      @Option(description = "Trials at the same time.", value = "1", min = 1, max = 1024)
          int parallel,
      @Option(
              description =
                  "batch: the same suggestions whoever finishes first; async: none waits for another.",
              value = "batch",
              choices = {"batch", "async"})
          String mode,
      @Option(
              description = "No new trial is started after this time, such as 90s, 30m, 2h.",
              example = "2h")
          Optional<String> timeBudget,
      @Option(description = "Stops trials that will not be the best.", value = "none")
          Configured<Pruner> pruner,
      @Option(
              description = "Whether the study goes on after a failed trial.",
              value = "continue",
              choices = {"continue", "stop"})
          String onTrialFailure,
      @Option(
              description = "What the best settings are trained on in the end.",
              value = "train",
              choices = {"train", "train+valid"})
          String refitOn,
      @Option(description = "A trial's objective is its mean over folds or seeds.")
          Optional<Noise> noise,
      @Option(description = "Settings tried first; {} is the file's own.", value = "[]")
          List<Map<String, Object>> start,
      @Option(description = "What is varied: a domain by path.") Map<String, SpaceItem> space) {}

  /** How often a trial is repeated. */
  public record Noise(
      @Option(description = "Folds of the train part.", min = 2) Optional<Integer> folds,
      @Option(description = "Training seeds.", min = 2) Optional<Integer> seeds) {}

  /** The domain of one varied key: exactly one of int, float, choice. */
  public record SpaceItem(
      @Option(description = "Lowest and highest integer.", key = "int") Optional<List<Long>> ints,
      @Option(description = "Lowest and highest number.", key = "float")
          Optional<List<Double>> floats,
      @Option(description = "The values.") Optional<List<Object>> choice,
      @Option(description = "Whether ratios matter, not differences.", value = "false") boolean log,
      @Option(description = "Distance of the values.") Optional<Double> step,
      @Option(description = "Values that other varied keys must have.", value = "{}")
          Map<String, Object> when) {}
}
