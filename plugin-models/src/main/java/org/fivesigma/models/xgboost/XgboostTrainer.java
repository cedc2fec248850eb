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
import ml.dmlc.xgboost4j.java.Booster;
import org.fivesigma.models.RawImportance;
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

  /** A trainer with checked options. */
  public XgboostTrainer(XgboostOptions options) {
    this.options = options;
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
    if (options.earlyStopping().watchesValid() && !plan.hasValid()) {
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
    if (options.earlyStopping().watchesValid() && task.valid().isEmpty()) {
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

  private Boosting.Result train(
      TrainingTask task,
      TrainingContext context,
      Pipeline pipeline,
      FeatureMatrix features,
      Map<String, Object> parameters) {
    Map<String, String> types = options.featureTypes();
    try (TrainingMatrix train =
            TrainingMatrix.of(
                features, task.train().labels(), task.train().trainingWeights(), types);
        TrainingMatrix valid =
            task.valid().isEmpty()
                ? null
                : TrainingMatrix.of(
                    context.matrix(pipeline, task.valid().get().features()),
                    task.valid().get().labels(),
                    task.valid().get().trainingWeights(),
                    types)) {
      return new Boosting(
              options,
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
      if (!options.multiStrategy().equals("multi_output_tree") || task.binary()) {
        int[] rows = some(features.rows(), Importance.shapRows(ubj, features.rows()), context);
        kinds.put("shap", shap(result.model(), ubj.linear(), features, rows));
        facts.put("shap_rows", (long) rows.length);
      }
      Map<String, Map<String, Double>> importance = new LinkedHashMap<>();
      kinds.forEach((kind, values) -> importance.put(kind, RawImportance.of(pipeline, values)));
      int outputs = task.binary() ? 1 : task.classes().size();
      return new XgboostModel(pipeline, outputs, result.model(), ubj.linear(), importance, facts);
    } catch (IOException e) {
      throw new UncheckedIOException("XGBoost wrote a model of another form", e);
    }
  }

  private static double[] shap(byte[] model, boolean linear, FeatureMatrix features, int[] rows) {
    Booster booster = XgboostModel.load(model, linear, features.width());
    try {
      return Importance.shap(booster, features, rows);
    } finally {
      booster.dispose();
    }
  }

  /** Some rows, drawn without returning them, ascending. */
  private static int[] some(int rows, int wanted, TrainingContext context) {
    SplittableRandom random = context.seeds().stream("shap");
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = 0; i < wanted; i++) {
      int j = i + random.nextInt(rows - i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return IntStream.of(order).limit(wanted).sorted().toArray();
  }

  private Map<String, Object> facts(Map<String, Object> parameters, Boosting.Result result) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("rounds_trained", (long) result.trained());
    facts.put("rounds", (long) result.rounds());
    if (options.earlyStopping().active() && !Double.isNaN(result.bestValue())) {
      facts.put("monitor", options.earlyStopping().monitor());
      facts.put("best_value", result.bestValue());
    }
    Map<String, Object> given = new LinkedHashMap<>();
    parameters.forEach((name, value) -> given.put(name, value.toString()));
    facts.put("parameters", given);
    return facts;
  }
}
