package org.fivesigma.models.xgboost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.models.RawImportance;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.transform.Pipeline;

/**
 * Trains boosted trees. Missing values stay missing: the library learns a direction for them. Same
 * events, seed and threads give the same bits.
 */
public final class XgboostTrainer implements Trainer {
  private final XgboostOptions options;
  private final int rounds;
  private final EarlyStopping stopping;

  /** A trainer with checked options. */
  public XgboostTrainer(XgboostOptions options) {
    this(options, options.numBoostRound(), options.earlyStopping());
  }

  private XgboostTrainer(XgboostOptions options, int rounds, EarlyStopping stopping) {
    this.options = options;
    this.rounds = rounds;
    this.stopping = stopping;
  }

  @Override
  public List<UserError> check(TrainingPlan plan) {
    List<UserError> errors = new ArrayList<>();
    if (options.device().isEmpty()) {
      plan.devices().stream()
          .filter(device -> device.startsWith("cuda"))
          .findFirst()
          .ifPresent(device -> errors.add(Engine.cpuOnly(device)));
    }
    if (stopping.watchesValid() && !plan.hasValid()) {
      errors.add(noValid());
    }
    return errors;
  }

  private static UserError noValid() {
    return UserError.of("no-valid-part", "early stopping watches the part valid, and there is none")
        .at("early_stopping.monitor")
        .hint("give split a valid part, or early_stopping: none");
  }

  @Override
  public Model fit(TrainingTask task, TrainingContext context) {
    String device = options.device().orElse(context.devices().get(0));
    if (!device.equals("cpu")) {
      throw Engine.cpuOnly(device);
    }
    if (stopping.watchesValid() && task.valid().isEmpty()) {
      throw noValid();
    }
    Pipeline pipeline = context.pipeline(task);
    XgboostParameters translated =
        new XgboostParameters(options, pipeline.outputs(), task.classes().size());
    Map<String, Object> parameters =
        translated.forLibrary(context.seeds().derive("xgboost") & 0x7fffffff, context.threads());
    translated.idle().forEach(context::warn);
    FeatureMatrix features = context.matrix(pipeline, task.train().features());
    Boosting.Result result = train(task, context, pipeline, features, parameters);
    return model(task, context, pipeline, features, parameters, result);
  }

  /** As many rounds as the model before kept, beside those of a model that it went on from. */
  @Override
  public Model refit(TrainingTask task, Model before, TrainingContext context) {
    long kept = fact(before, "rounds") - fact(before, "rounds_before");
    return new XgboostTrainer(options, Math.toIntExact(kept), EarlyStopping.NONE)
        .fit(task, context);
  }

  private static long fact(Model model, String name) {
    return model.facts().get(name) instanceof Number n ? n.longValue() : 0;
  }

  private Boosting.Result train(
      TrainingTask task,
      TrainingContext context,
      Pipeline pipeline,
      FeatureMatrix features,
      Map<String, Object> parameters) {
    Map<String, String> types = options.featureTypes();
    String quantisation = XgboostParameters.quantisation(parameters);
    try (TrainingMatrix train =
            TrainingMatrix.of(
                features,
                task.train().labels(),
                task.train().trainingWeights(),
                types,
                quantisation);
        TrainingMatrix valid =
            task.valid().isEmpty()
                ? null
                : TrainingMatrix.of(
                    context.matrix(pipeline, task.valid().get().features()),
                    task.valid().get().labels(),
                    task.valid().get().trainingWeights(),
                    types,
                    quantisation)) {
      return new Boosting(
              options,
              rounds,
              stopping,
              parameters,
              features.width(),
              task,
              train,
              Optional.ofNullable(valid),
              context)
          .run();
    }
  }

  private XgboostModel model(
      TrainingTask task,
      TrainingContext context,
      Pipeline pipeline,
      FeatureMatrix features,
      Map<String, Object> parameters,
      Boosting.Result result) {
    try {
      UbjModel ubj = UbjModel.read(result.model());
      Map<String, double[]> kinds = Importance.structure(ubj, features.width());
      Map<String, Object> facts = facts(parameters, result);
      float[] shapRows = new float[0];
      if (!options.multiStrategy().equals("multi_output_tree") || task.binary()) {
        int rows = Importance.shapRows(ubj, features.rows());
        shapRows = some(features, rows, context);
        facts.put("shap_rows", (long) rows);
      }
      Map<String, Map<String, Double>> importance = new LinkedHashMap<>();
      kinds.forEach((kind, values) -> importance.put(kind, RawImportance.of(pipeline, values)));
      int outputs = task.binary() ? 1 : task.classes().size();
      return new XgboostModel(
          pipeline, outputs, result.model(), ubj.linear(), importance, shapRows, facts);
    } catch (IOException e) {
      throw new UncheckedIOException("XGBoost wrote a model of another form", e);
    }
  }

  /** Some rows, drawn without returning them. */
  private static float[] some(FeatureMatrix features, int wanted, TrainingContext context) {
    SplittableRandom random = context.seeds().stream("shap");
    int[] order = IntStream.range(0, features.rows()).toArray();
    float[] values = new float[wanted * features.width()];
    for (int i = 0; i < wanted; i++) {
      int j = i + random.nextInt(order.length - i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
      features.copyRow(order[i], values, i * features.width());
    }
    return values;
  }

  private Map<String, Object> facts(Map<String, Object> parameters, Boosting.Result result) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("rounds_trained", (long) result.trained());
    facts.put("rounds", (long) result.rounds());
    if (result.before() > 0) {
      facts.put("rounds_before", (long) result.before());
    }
    if (stopping.active() && !Double.isNaN(result.bestValue())) {
      facts.put("monitor", stopping.monitor());
      facts.put("best_value", result.bestValue());
    }
    Map<String, Object> given = new LinkedHashMap<>();
    parameters.forEach((name, value) -> given.put(name, value.toString()));
    facts.put("parameters", given);
    return facts;
  }
}
