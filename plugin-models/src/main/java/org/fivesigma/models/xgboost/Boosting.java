package org.fivesigma.models.xgboost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.fivesigma.models.stopping.BestSoFar;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Monitor;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;

/**
 * The boosting rounds: one update at a time, so that curves, early stopping by any metric, step
 * sizes by round and cancelling are ours. {@code XGBoost.train} has none of them.
 */
final class Boosting {
  private final XgboostOptions options;
  private final int rounds;
  private final EarlyStopping stopping;
  private final Map<String, Object> parameters;
  private final int features;
  private final TrainingContext context;
  private final int outputs;
  private final String lossName;
  private final Map<String, Sample> samples = new LinkedHashMap<>();
  private final Map<String, TrainingMatrix> matrices = new LinkedHashMap<>();
  private final Map<String, Monitor> monitors = new LinkedHashMap<>();
  private final Set<String> metrics = new LinkedHashSet<>();

  /**
   * The rounds of one training.
   *
   * @param rounds at most so many, whatever the options say
   * @param stopping in place of that of the options
   */
  Boosting(
      XgboostOptions options,
      int rounds,
      EarlyStopping stopping,
      Map<String, Object> parameters,
      int features,
      TrainingTask task,
      TrainingMatrix train,
      Optional<TrainingMatrix> valid,
      TrainingContext context) {
    this.options = options;
    this.rounds = rounds;
    this.stopping = stopping;
    this.parameters = parameters;
    this.features = features;
    this.context = context;
    this.outputs = task.binary() ? 1 : task.classes().size();
    this.lossName = task.binary() ? "logloss" : "mlogloss";
    samples.put("train", task.train());
    matrices.put("train", train);
    valid.ifPresent(
        v -> {
          samples.put("valid", task.valid().orElseThrow());
          matrices.put("valid", v);
        });
    metrics.add(lossName);
    metrics.addAll(options.evalMetric());
    Set<String> watched = new LinkedHashSet<>(context.watched());
    if (stopping.active()) {
      watched.add(stopping.monitor());
    }
    for (String key : watched) {
      String part = key.substring(0, Math.max(0, key.indexOf('/')));
      if (samples.containsKey(part) && !key.equals(part + "/loss")) {
        monitors.put(key, context.monitor(key, samples.get(part)));
      }
    }
  }

  /**
   * What came out.
   *
   * @param model in the library's UBJ format, with the rounds that are kept
   * @param rounds rounds kept, those of a model that training went on from included
   * @param before rounds of the model that training went on from
   * @param trained rounds trained
   * @param bestValue the monitored value of the last round kept; NaN where nothing was monitored
   */
  record Result(byte[] model, int rounds, int before, int trained, double bestValue) {}

  /** Trains. Frees the library's memory on every way out. */
  Result run() {
    Booster booster = Engine.call(this::create);
    try {
      return Engine.call(() -> boost(booster));
    } finally {
      booster.dispose();
    }
  }

  private Booster create() throws XGBoostError {
    Booster booster;
    if (options.xgbModel().isPresent()) {
      booster = given(options.xgbModel().get());
      booster.setParams(parameters);
    } else {
      // No other way is public to make an empty booster.
      booster =
          XGBoost.train(
              matrices.get("train").matrix(),
              new LinkedHashMap<>(parameters),
              0,
              new LinkedHashMap<>(),
              null,
              null);
    }
    for (String metric : metrics) {
      booster.setParam("eval_metric", metric);
    }
    return booster;
  }

  private Booster given(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw UserError.of("missing-path", "there is no model file " + file)
          .at("xgb_model")
          .because(e);
    }
    Booster booster;
    long features;
    try {
      booster = XGBoost.loadModel(bytes);
      features = booster.getNumFeature();
    } catch (XGBoostError | IOException e) {
      throw UserError.of(
              "broken-model", file + " is no model of XGBoost: " + Engine.firstLine(e.getMessage()))
          .at("xgb_model")
          .because(e);
    }
    if (features != this.features) {
      booster.dispose();
      throw UserError.of(
              "bad-model",
              file + " was trained on " + features + " features, this model has " + this.features)
          .at("xgb_model");
    }
    return booster;
  }

  private Result boost(Booster booster) throws XGBoostError {
    Monitor watched = monitors.get(stopping.monitor());
    BestSoFar best = new BestSoFar(stopping, watched != null && watched.maximise());
    boolean cuts = options.booster().equals("gbtree");
    // Rounds that dart adds change the trees before them, and linear rounds have no trees.
    byte[] snapshot = null;
    int before = options.processType().equals("update") ? 0 : booster.getNumBoostedRound();
    int done = 0;
    while (done < rounds) {
      context.checkCancelled();
      setStep(booster, done);
      booster.update(matrices.get("train").matrix(), before + done);
      Map<String, Double> measured = measure(booster, before + done);
      List<Double> rates = options.learningRates();
      if (!rates.isEmpty()) {
        measured.put("learning_rate", rates.get(Math.min(done, rates.size() - 1)));
      }
      done++;
      context.report(done, done, measured);
      context.progress(done, rounds, "rounds");
      if (stopping.active()) {
        boolean better =
            best.offer(done - 1, measured.getOrDefault(stopping.monitor(), Double.NaN));
        if (better && stopping.restoreBest() && !cuts) {
          snapshot = booster.toByteArray("ubj");
        }
        if (best.exhausted()) {
          context.log(
              "stopped after round "
                  + done
                  + ": "
                  + stopping.monitor()
                  + " has not improved for "
                  + stopping.patience().orElseThrow()
                  + " rounds");
          break;
        }
      }
    }
    int kept = done;
    if (stopping.active() && best.bestStep() < 0) {
      context.warn(stopping.monitor() + " was never a number; the last round is kept");
    } else if (stopping.active() && stopping.restoreBest()) {
      kept = (int) best.bestStep() + 1;
    }
    byte[] model = snapshot != null ? snapshot : booster.toByteArray("ubj");
    if (cuts && kept < done) {
      model = cut(model, before + kept);
    }
    return new Result(model, before + kept, before, done, best.best());
  }

  private static byte[] cut(byte[] model, int rounds) {
    try {
      UbjModel ubj = UbjModel.read(model);
      ubj.cut(rounds);
      return ubj.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException("XGBoost wrote a model of another form", e);
    }
  }

  private void setStep(Booster booster, int round) throws XGBoostError {
    List<Double> rates = options.learningRates();
    if (round > 0 && round < rates.size()) {
      booster.setParam("eta", rates.get(round));
    }
  }

  /** Metrics of the library and our own after a round, by key. */
  private Map<String, Double> measure(Booster booster, int round) throws XGBoostError {
    DMatrix[] parts =
        matrices.values().stream().map(TrainingMatrix::matrix).toArray(DMatrix[]::new);
    String line = booster.evalSet(parts, matrices.keySet().toArray(String[]::new), round);
    Map<String, Double> measured = new LinkedHashMap<>();
    for (String token : line.split("\t", -1)) {
      int colon = token.lastIndexOf(':');
      int dash = token.indexOf('-');
      if (colon < 0 || dash < 0) {
        continue;
      }
      String part = token.substring(0, dash);
      String metric = token.substring(dash + 1, colon);
      double value = number(token.substring(colon + 1));
      if (metric.equals(lossName)) {
        measured.put(part + "/loss", value * matrices.get(part).meanWeight());
      }
      if (options.evalMetric().contains(metric)) {
        measured.put(part + "/xgb_" + metric, value);
      }
    }
    for (String part : samples.keySet()) {
      double[] scores = null;
      for (Map.Entry<String, Monitor> monitor : monitors.entrySet()) {
        if (monitor.getKey().startsWith(part + "/")) {
          scores = scores == null ? scores(booster, part) : scores;
          measured.put(monitor.getKey(), monitor.getValue().value(scores));
        }
      }
    }
    return measured;
  }

  /** The library adds up a round's trees only: it keeps the margins of the parts it knows. */
  private double[] scores(Booster booster, String part) throws XGBoostError {
    float[][] margins = booster.predict(matrices.get(part).matrix(), true);
    double[] scores = new double[margins.length * outputs];
    Margins.scores(margins, outputs, scores, 0);
    return scores;
  }

  private static double number(String text) {
    return switch (text.replace("-", "")) {
      case "nan" -> Double.NaN;
      case "inf" -> text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
