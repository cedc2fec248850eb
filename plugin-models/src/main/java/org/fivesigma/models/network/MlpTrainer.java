package org.fivesigma.models.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.fivesigma.models.FiniteFeatures;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.initializer.Initializers;
import org.fivesigma.models.network.symmetry.Angles;
import org.fivesigma.models.network.symmetry.AugmentOptions;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Initializer;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Optimizer;
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
public final class MlpTrainer implements Trainer {
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(2);

  /** What a user calls it. */
  static final String NAME = "a network";

  private final MlpOptions options;
  private final Duration betweenCheckpoints;

  /** A trainer of networks with these options. */
  public MlpTrainer(MlpOptions options) {
    this(options, BETWEEN_CHECKPOINTS);
  }

  MlpTrainer(MlpOptions options, Duration betweenCheckpoints) {
    this.options = options;
    this.betweenCheckpoints = betweenCheckpoints;
  }

  @Override
  public List<UserError> check(TrainingPlan plan) {
    List<UserError> errors = new ArrayList<>();
    options
        .earlyStopping()
        .filter(e -> e.monitor().startsWith("valid/") && !plan.hasValid())
        .ifPresent(e -> errors.add(noValid(e.monitor())));
    if (!options.symmetries().isEmpty() && plan.momenta().isEmpty()) {
      errors.add(
          UserError.of(
                  "symmetry-without-momenta",
                  "symmetries act on 'momenta', of which none is declared")
              .at("symmetries")
              .hint(
                  "momenta: {tau: {pt: tau_pt, eta: tau_eta, phi: tau_phi}, met: {pt: met, phi: met_phi}}"));
    }
    return errors;
  }

  private static UserError noValid(String monitor) {
    return UserError.of("no-valid-part", "'" + monitor + "' needs a valid part, there is none")
        .at("early_stopping.monitor")
        .hint("give the split a valid part, or watch train/loss");
  }

  @Override
  public Model fit(TrainingTask task, TrainingContext context) {
    if (task.train().rows() == 0) {
      throw UserError.of("no-events", "there are no events to train on");
    }
    Angles angles =
        options.symmetries().isEmpty()
            ? Angles.NONE
            : Angles.of(
                task.train().features().names(),
                task.momenta(),
                task.derived(),
                options.invariant());
    Pipeline pipeline = context.pipeline(task);
    FeatureMatrix matrix = context.matrix(pipeline, task.train().features());
    Architecture architecture = architecture(matrix.width(), task);
    Memory.require(architecture, options.batchSize(), matrix.rows());
    FiniteFeatures.require(matrix, NAME);
    Events train = Events.of(matrix, task.train());
    Optional<Events> valid =
        task.valid().filter(v -> v.rows() > 0).map(v -> events(v, pipeline, context));
    refuseOneEvent(train, architecture);
    warn(train, context);
    try (Graph graph = new Graph(architecture)) {
      float[] parameters = initialise(architecture, context);
      initialiseStatistics(graph);
      Validation watch = new Validation(options, task, train, valid, context);
      Training.Result result;
      try (Training training =
          new Training(
              plan(architecture, train),
              graph,
              parameters,
              features(task, pipeline, matrix, angles, context),
              train,
              watch,
              context)) {
        if (!training.resume()) {
          options
              .pretrain()
              .ifPresent(
                  p ->
                      new Pretraining(p, options.batchSize(), context)
                          .run(architecture, parameters, matrix));
        }
        result = training.run();
      }
      Map<String, Object> facts = facts(architecture, result, context);
      MlpModel model =
          new MlpModel(pipeline, architecture, result.networks(), copies(angles), facts);
      if (!options.symmetries().isEmpty()) {
        Sample probe = task.valid().filter(v -> v.rows() > 0).orElse(task.train());
        facts.put(
            "invariance",
            Invariance.report(
                model,
                probe.features(),
                angles,
                options.symmetries(),
                context.seeds(),
                context.threads()));
      }
      return model;
    }
  }

  private Architecture architecture(int inputs, TrainingTask task) {
    if (inputs == 0) {
      throw UserError.of("no-features", "preprocessing leaves no feature for the network")
          .at("preprocess");
    }
    return new Architecture(
        inputs,
        options.hidden(),
        task.binary() ? 1 : task.classes().size(),
        options.activation().create(),
        options.batchNorm(),
        options.connections());
  }

  private Features features(
      TrainingTask task,
      Pipeline pipeline,
      FeatureMatrix matrix,
      Angles angles,
      TrainingContext context) {
    return options.augment().filter(AugmentOptions::random).isPresent()
        ? new AugmentedFeatures(
            task.train().features(), pipeline, angles, options.symmetries(), context.seeds())
        : Features.of(matrix);
  }

  private Copies copies(Angles angles) {
    return options.augment().map(a -> new Copies(angles, a.predict().moves())).orElse(Copies.NONE);
  }

  private static Events events(Sample sample, Pipeline pipeline, TrainingContext context) {
    FeatureMatrix matrix = context.matrix(pipeline, sample.features());
    FiniteFeatures.require(matrix, NAME);
    return Events.of(matrix, sample);
  }

  private void refuseOneEvent(Events train, Architecture architecture) {
    if (architecture.batchNorm() && (train.rows() == 1 || options.batchSize() == 1)) {
      throw UserError.of(
              "bad-value",
              "batch normalisation needs at least two events a batch; batch_size is "
                  + options.batchSize()
                  + " and there are "
                  + train.rows()
                  + " events")
          .at("batch_norm")
          .hint("a larger batch_size, or batch_norm: false");
    }
  }

  private void warn(Events train, TrainingContext context) {
    if (options.batchSize() > train.rows()) {
      context.warn(
          String.format(
              "batch_size %,d is larger than the training part: each step takes all %,d events",
              options.batchSize(), train.rows()));
    }
    boolean selu = options.activation().create().function() == Activation.Function.SELU;
    if (selu && options.dropout() > 0 && options.dropoutType().equals("plain")) {
      context.warn(
          "plain dropout destroys the self-normalisation of selu; dropout_type: alpha keeps it");
    }
  }

  private Training.Plan plan(Architecture architecture, Events train) {
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
        optimizer.learningRate().orElseThrow(),
        averaging.flatMap(Averaging::schedule).orElseGet(() -> options.schedule().create()),
        averaging,
        options.loss().create(),
        options.batchSize(),
        options.epochs(),
        options.earlyStopping(),
        options.timeBudget().map(TimeBudget::parse),
        options.gradientClip(),
        options.l1(),
        options.l2(),
        dropout,
        identity(architecture, train),
        betweenCheckpoints);
  }

  /** Differs between trainings that may not continue each other's checkpoints. */
  private long identity(Architecture architecture, Events train) {
    long h = train.rows();
    for (String part : List.of(describe(options), architecture.toString())) {
      for (int i = 0; i < part.length(); i++) {
        h = 31 * h + part.charAt(i);
      }
    }
    return h;
  }

  private static String describe(MlpOptions o) {
    return String.join(
        "|",
        o.hidden().toString(),
        text(o.activation()),
        text(o.loss()),
        text(o.optimizer()),
        text(o.schedule()),
        String.valueOf(o.dropout()),
        o.dropoutType(),
        String.valueOf(o.l1()),
        String.valueOf(o.l2()),
        String.valueOf(o.batchSize()),
        String.valueOf(o.epochs()),
        o.gradientClip().toString(),
        o.averaging().map(MlpTrainer::text).orElse(""),
        o.pretrain().toString(),
        o.symmetries().toString(),
        o.augment().toString());
  }

  private static String text(Configured<?> c) {
    return c.id() + c.options();
  }

  private float[] initialise(Architecture architecture, TrainingContext context) {
    float[] parameters = new float[Math.toIntExact(architecture.parameters())];
    for (Architecture.Tensor t : architecture.tensors()) {
      switch (t.role()) {
        case WEIGHT -> {
          SplittableRandom random = context.seeds().stream("init", t.layer());
          initializer(architecture, t.layer())
              .fill(parameters, t.offset(), t.columns(), t.rows(), random);
        }
        case SCALE -> java.util.Arrays.fill(parameters, t.offset(), t.offset() + t.size(), 1f);
        case SLOPE -> parameters[t.offset()] = (float) architecture.activation().parameter();
        case BIAS, SHIFT -> {}
      }
    }
    return parameters;
  }

  private Initializer initializer(Architecture architecture, int layer) {
    Optional<Configured<Initializer>> place =
        options
            .init()
            .flatMap(
                i ->
                    (layer == 0 && !architecture.last(layer)
                            ? i.input()
                            : architecture.last(layer) ? i.output() : i.hidden())
                        .or(i::all));
    if (place.isPresent()) {
      return place.get().create();
    }
    if (architecture.last(layer)) {
      return Initializers.glorotUniform();
    }
    return switch (architecture.activation().function()) {
      case SELU -> Initializers.lecunNormal();
      case TANH, SIGMOID -> Initializers.glorotUniform();
      default -> Initializers.heNormal();
    };
  }

  private static void initialiseStatistics(Graph graph) {
    int at = 0;
    if (graph.architecture().batchNorm()) {
      for (int width : graph.architecture().hidden()) {
        for (int i = 0; i < width; i++) {
          graph.statistics().put(at + i, 0f).put(at + width + i, 1f);
        }
        at += 2 * width;
      }
    }
  }

  private static Map<String, Object> facts(
      Architecture architecture, Training.Result result, TrainingContext context) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("parameters", architecture.parameters());
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
