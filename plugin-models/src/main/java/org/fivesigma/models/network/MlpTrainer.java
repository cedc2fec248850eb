package org.fivesigma.models.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.fivesigma.models.FiniteFeatures;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.symmetry.Angles;
import org.fivesigma.models.network.symmetry.AugmentOptions;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.RangeTested;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.transform.Pipeline;

/**
 * Trains a feed-forward network. On the CPU the result has the same bits for the same task and
 * seeds, whatever the number of threads.
 */
public final class MlpTrainer implements Trainer, RangeTested {
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(2);

  /** What a user calls it. */
  static final String NAME = "a network";

  private final MlpOptions options;
  private final Duration betweenCheckpoints;
  private final boolean resident;
  private final Optional<Length> length;

  /**
   * How a training goes that repeats another one without a part valid.
   *
   * @param epochs after which it ends; schedules go on as if it did not
   */
  private record Length(int epochs, double learningRate) {}

  /** A trainer of networks with these options. */
  public MlpTrainer(MlpOptions options) {
    this(options, BETWEEN_CHECKPOINTS, false);
  }

  /**
   * A trainer for tests.
   *
   * @param resident whether steps are computed on the CPU as they are on a GPU
   */
  MlpTrainer(MlpOptions options, Duration betweenCheckpoints, boolean resident) {
    this(options, betweenCheckpoints, resident, Optional.empty());
  }

  private MlpTrainer(
      MlpOptions options, Duration betweenCheckpoints, boolean resident, Optional<Length> length) {
    this.options = options;
    this.betweenCheckpoints = betweenCheckpoints;
    this.resident = resident;
    this.length = length;
  }

  private Optional<EarlyStopping> stopping() {
    return length.isPresent() ? Optional.empty() : options.earlyStopping();
  }

  /** As many epochs as the network before kept, with the learning rate it had. */
  @Override
  public Model refit(TrainingTask task, Model before, TrainingContext context) {
    Map<String, Object> facts = before.facts();
    Number epochs = (Number) facts.getOrDefault("best_epoch", facts.get("epochs"));
    Number rate = (Number) facts.get("learning_rate");
    Length same = new Length(epochs.intValue(), rate.doubleValue());
    return new MlpTrainer(options, betweenCheckpoints, resident, Optional.of(same))
        .fit(task, context);
  }

  @Override
  public List<UserError> checkRefit() {
    return options
        .schedule()
        .create()
        .monitor()
        .filter(key -> key.startsWith("valid/"))
        .map(
            key ->
                UserError.of(
                        "no-valid-part",
                        "schedule "
                            + options.schedule().id()
                            + " follows "
                            + key
                            + ", and a training on train+valid has no part valid")
                    .at("schedule")
                    .hint("another schedule, or refit_on: train"))
        .stream()
        .toList();
  }

  @Override
  public List<UserError> check(TrainingPlan plan) {
    List<UserError> errors = new ArrayList<>();
    options
        .earlyStopping()
        .filter(e -> e.monitor().startsWith("valid/") && !plan.hasValid())
        .ifPresent(e -> errors.add(noValid(e.monitor())));
    Devices.check(plan.devices()).ifPresent(errors::add);
    if (!options.symmetries().isEmpty()) {
      errors.addAll(Angles.check(plan, options.invariant()));
    }
    return errors;
  }

  @Override
  public List<UserError> check(TrainingTask task) {
    try {
      angles(task);
      return List.of();
    } catch (UserError e) {
      return List.of(e);
    }
  }

  private Angles angles(TrainingTask task) {
    return options.symmetries().isEmpty()
        ? Angles.NONE
        : Angles.of(
            task.train().features().names(), task.momenta(), task.derived(), options.invariant());
  }

  private static UserError noValid(String monitor) {
    return UserError.of("no-valid-part", "'" + monitor + "' needs a valid part, there is none")
        .at("early_stopping.monitor")
        .hint("give the split a valid part, or watch train/loss");
  }

  /** What a task is before training: its events as the network takes them, and its shape. */
  private record Prepared(
      Pipeline pipeline,
      FeatureMatrix matrix,
      Architecture architecture,
      Angles angles,
      Events train) {}

  private Prepared prepare(TrainingTask task, TrainingContext context) {
    if (task.train().rows() == 0) {
      throw UserError.of("no-events", "there are no events to train on");
    }
    Devices.require(context.devices());
    options.precision().require(context.devices());
    Angles angles = angles(task);
    Pipeline pipeline = context.pipeline(task);
    FeatureMatrix matrix = context.matrix(pipeline, task.train().features());
    Architecture architecture = architecture(matrix.names(), task);
    Memory.require(architecture, options.batchSize(), matrix.rows());
    FiniteFeatures.require(matrix, NAME);
    Events train = Events.of(matrix, task.train());
    BatchChecks.refuseOneEvent(options, train, architecture);
    return new Prepared(pipeline, matrix, architecture, angles, train);
  }

  @Override
  public Model fit(TrainingTask task, TrainingContext context) {
    Prepared prepared = prepare(task, context);
    Optional<Events> valid =
        task.valid().filter(v -> v.rows() > 0).map(v -> events(v, prepared.pipeline(), context));
    BatchChecks.warn(options, prepared.train(), context);
    Architecture architecture = prepared.architecture();
    try (Graph graph = new Graph(architecture, options.precision());
        Validation watch =
            new Validation(
                options, architecture, stopping(), task, prepared.train(), valid, context)) {
      Features features = features(task, prepared, context);
      Optional<RangeTest> found = find(graph, features, prepared, context);
      double rate =
          length
              .map(Length::learningRate)
              .or(() -> found.map(RangeTest::suggestion))
              .orElseGet(() -> options.optimizer().create().learningRate().orElseThrow());
      float[] parameters = Initialisation.parameters(options.init(), architecture, context.seeds());
      Initialisation.statistics(graph);
      Training.Result result;
      Training.Plan plan = plan(architecture, prepared.train(), rate);
      try (Training training =
          new Training(
              plan,
              graph,
              parameters,
              rows -> steps(plan, graph, features, prepared, rows, context),
              prepared.train(),
              watch,
              context)) {
        if (!training.resume()) {
          options
              .pretrain()
              .ifPresent(
                  p ->
                      new Pretraining(p, options.batchSize(), context)
                          .run(architecture, parameters, prepared.matrix()));
        }
        result = training.run();
      }
      Map<String, Object> facts = facts(architecture, result, rate, context);
      found.ifPresent(test -> facts.put("range_test", test.facts()));
      List<MlpModel.Weights> networks =
          result.networks().stream()
              .map(
                  n ->
                      new MlpModel.Weights(
                          Embeddings.multipliedIn(architecture, n.parameters()), n.statistics()))
              .toList();
      if (!architecture.embeddings().isEmpty()) {
        float[] first = result.networks().get(0).parameters();
        facts.put("embeddings", Embeddings.facts(architecture, first, prepared.matrix().names()));
      }
      MlpModel model =
          new MlpModel(
              prepared.pipeline(),
              architecture.plain(),
              networks,
              copies(prepared.angles()),
              facts);
      if (!options.symmetries().isEmpty()) {
        Columns probe = task.valid().filter(v -> v.rows() > 0).orElse(task.train()).features();
        facts.put(
            "invariance",
            Invariance.report(
                model,
                probe,
                prepared.angles(),
                options.symmetries(),
                context.seeds(),
                context.threads()));
      }
      return model;
    }
  }

  /** Steps in shared memory, or on devices that hold the network and the events themselves. */
  private Steps steps(
      Training.Plan plan,
      Graph graph,
      Features features,
      Prepared prepared,
      int rows,
      TrainingContext context) {
    if (resident || Devices.gpu(context.devices())) {
      return new DeviceSteps(
          plan,
          graph.architecture(),
          options.precision(),
          context.devices(),
          features,
          prepared.train(),
          context.seeds(),
          rows);
    }
    return new HostSteps(
        plan,
        graph,
        features,
        prepared.train(),
        context.seeds(),
        rows,
        context.devices().size(),
        context.threads());
  }

  /** The range test of an optimiser whose learning rate is to be found. */
  private Optional<RangeTest> find(
      Graph graph, Features features, Prepared prepared, TrainingContext context) {
    if (length.isPresent() || options.optimizer().create().learningRate().isPresent()) {
      return Optional.empty();
    }
    RangeTest test = rangeTest(graph, features, prepared, context);
    context.log(
        String.format(
            "learning rate found: %.3g (the loss is lowest at %.3g)",
            test.suggestion(), test.largest()));
    return Optional.of(test);
  }

  private RangeTest rangeTest(
      Graph graph, Features features, Prepared prepared, TrainingContext context) {
    return new RateFinder(
            options.optimizer().create(), options.loss().create(), options.batchSize(), context)
        .run(
            graph,
            seeds -> {
              Initialisation.statistics(graph);
              return Initialisation.parameters(options.init(), prepared.architecture(), seeds);
            },
            features,
            prepared.train());
  }

  @Override
  public RangeTest rangeTest(TrainingTask task, TrainingContext context) {
    Prepared prepared = prepare(task, context);
    try (Graph graph = new Graph(prepared.architecture(), options.precision())) {
      return rangeTest(graph, features(task, prepared, context), prepared, context);
    }
  }

  private Architecture architecture(List<String> columns, TrainingTask task) {
    if (columns.isEmpty()) {
      throw UserError.of("no-features", "preprocessing leaves no feature for the network")
          .at("preprocess");
    }
    return new Architecture(
        columns.size(),
        options.hidden(),
        task.binary() ? 1 : task.classes().size(),
        options.activation().create(),
        options.batchNorm(),
        options.connections(),
        Embeddings.of(options.embedding(), columns));
  }

  private Features features(TrainingTask task, Prepared prepared, TrainingContext context) {
    return options.augment().filter(AugmentOptions::random).isPresent()
        ? new AugmentedFeatures(
            task.train().features(),
            prepared.pipeline(),
            prepared.angles(),
            options.symmetries(),
            context.seeds())
        : Features.of(prepared.matrix());
  }

  private Copies copies(Angles angles) {
    return options.augment().map(a -> new Copies(angles, a.predict().moves())).orElse(Copies.NONE);
  }

  private static Events events(Sample sample, Pipeline pipeline, TrainingContext context) {
    FeatureMatrix matrix = context.matrix(pipeline, sample.features());
    FiniteFeatures.require(matrix, NAME);
    return Events.of(matrix, sample);
  }

  private Training.Plan plan(Architecture architecture, Events train, double rate) {
    Optimizer optimizer = options.optimizer().create();
    boolean alpha =
        options.dropoutType().equals("alpha")
            || (options.dropoutType().equals("auto")
                && architecture.activation().function() == Activation.Function.SELU);
    IntFunction<Optional<Dropout>> dropout =
        rows ->
            options.dropout() > 0
                ? Optional.of(new Dropout(options.dropout(), alpha, architecture.hidden(), rows))
                : Optional.empty();
    Optional<Averaging> averaging = options.averaging().map(Configured::create);
    return new Training.Plan(
        optimizer,
        rate,
        averaging.flatMap(Averaging::schedule).orElseGet(() -> options.schedule().create()),
        averaging,
        options.loss().create(),
        options.batchSize(),
        options.epochs(),
        length.map(Length::epochs).orElse(options.epochs()),
        stopping(),
        length.isPresent() ? Optional.empty() : options.timeBudget().map(TimeBudget::parse),
        options.gradientClip(),
        options.l1(),
        options.l2(),
        dropout,
        TrainingIdentity.of(options, architecture, train.rows()),
        betweenCheckpoints);
  }

  private static Map<String, Object> facts(
      Architecture architecture, Training.Result result, double rate, TrainingContext context) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("parameters", architecture.parameters());
    facts.put("learning_rate", rate);
    facts.put("epochs", (long) result.epochs());
    if (result.bestEpoch() > 0) {
      facts.put("best_epoch", (long) result.bestEpoch());
    }
    facts.put("networks", (long) result.networks().size());
    facts.put("steps", result.steps());
    facts.put("ended", result.ended());
    context.log(
        String.format(
            "network of %,d parameters: %d epochs, %s; %s",
            architecture.parameters(),
            result.epochs(),
            result.ended(),
            result.bestEpoch() > 0
                ? "epoch " + result.bestEpoch() + " is kept"
                : result.networks().size() + " averaged networks are kept"));
    return facts;
  }
}
