package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.events.EventData;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.ModelSpec;

/**
 * The models of a run, one per fold, and the scores they give: of a k-fold split every event of
 * valid and test is scored by a model that did not see it. Models that were trained on valid too
 * leave its scores to those that were not.
 */
final class TrainedFolds implements AutoCloseable {
  private final List<Model> models = new ArrayList<>();
  private final Optional<TrainedFolds> withoutValid;

  private TrainedFolds(Optional<TrainedFolds> withoutValid) {
    this.withoutValid = withoutValid;
  }

  /** Trains every fold; models trained before a failure are closed. */
  static TrainedFolds train(
      EventData data,
      ModelSpec spec,
      TrainingContext context,
      PreparedFeatures features,
      boolean withValid) {
    TrainedFolds trained = new TrainedFolds(Optional.empty());
    trained.add(
        data,
        context,
        (fold, own) ->
            context.fit(spec, task(data, data.folds().get(fold), spec, features, withValid), own));
    return trained;
  }

  /**
   * Trains every fold, and then again on train and valid together, as long and combined as the
   * first time.
   */
  static TrainedFolds trainWithValid(
      EventData data, ModelSpec spec, TrainingContext context, PreparedFeatures features) {
    TrainedFolds first = train(data, spec, context, features, true);
    TrainedFolds again = new TrainedFolds(Optional.of(first));
    EventData joined = data.withFolds(data.folds().stream().map(TrainedFolds::joined).toList());
    context.log("training again on train and valid, as long as before");
    again.add(
        joined,
        context.child("refit", context.seeds(), context.threads(), context.devices()),
        (fold, own) ->
            spec.trainer()
                .create()
                .refit(
                    task(joined, joined.folds().get(fold), spec, features, false),
                    first.models.get(fold),
                    own));
    return again;
  }

  /** A fold whose part train has the events of valid, too, in the order of the data. */
  private static Split.Fold joined(Split.Fold fold) {
    Map<String, int[]> parts = new LinkedHashMap<>(fold.parts());
    int[] valid = parts.remove("valid");
    int[] train = parts.get("train");
    int[] both = Arrays.copyOf(train, train.length + valid.length);
    System.arraycopy(valid, 0, both, train.length, valid.length);
    Arrays.sort(both);
    parts.put("train", both);
    return new Split.Fold(parts);
  }

  /** How a fold's model is made. */
  private interface Training {
    Model of(int fold, TrainingContext context);
  }

  /** Trains every fold; after a failure everything is closed. */
  private void add(EventData data, TrainingContext context, Training training) {
    try {
      for (int f = 0; f < data.folds().size(); f++) {
        TrainingContext own =
            data.folds().size() == 1
                ? context
                : context.child(
                    String.format("fold-%02d", f),
                    context.seeds().child("fold", f),
                    context.threads(),
                    context.devices());
        own.checkCancelled();
        models.add(placed(training, f, own));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** A trainer knows its own options only: they stand under {@code model}. */
  private static Model placed(Training training, int fold, TrainingContext context) {
    try {
      return training.of(fold, context);
    } catch (UserError e) {
      throw e.key().filter(key -> key.startsWith("preprocess")).isPresent() ? e : e.under("model");
    }
  }

  /** What a model is trained on in a fold. */
  static TrainingTask task(
      EventData data,
      Split.Fold fold,
      ModelSpec spec,
      PreparedFeatures features,
      boolean withValid) {
    Optional<int[]> valid =
        withValid ? Optional.ofNullable(fold.parts().get("valid")) : Optional.empty();
    return new TrainingTask(
        features.sample(data, fold.parts().get("train"), "train"),
        valid.map(rows -> features.sample(data, rows, "valid")),
        data.classes(),
        data.signal(),
        data.momenta(),
        data.derived(),
        spec.preprocess());
  }

  /** The events of a part as a training sees them; of train those that are fitted. */
  static Sample sample(EventData data, int[] ofPart, String part) {
    int[] rows = part.equals("train") ? data.trainingWeights().fitted(ofPart) : ofPart;
    long[] ids = new long[rows.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = data.row()[rows[i]];
    }
    return new Sample(
        data.features().select(rows),
        Predictions.pick(data.labels(), rows),
        data.trainingWeights().of(rows, part),
        data.physicsWeights(part, rows),
        ids);
  }

  /** The models, one per fold. */
  List<Model> models() {
    return models;
  }

  /**
   * Scores of a part's events in the order of {@code rows}.
   *
   * @param events the training's own, or the same under a variation: with as many folds
   * @param features of these events, or what is put in their place
   */
  double[] scores(EventData events, Columns features, String part, int[] rows, int threads) {
    if (part.equals("valid") && withoutValid.isPresent()) {
      return withoutValid.get().scores(events, features, part, rows, threads);
    }
    if (models.size() == 1) {
      return models.get(0).predict(new PredictionInput(features.select(rows), threads));
    }
    int outputs = models.get(0).outputs();
    double[] scores = new double[rows.length * outputs];
    int[] place = new int[events.rows()];
    Arrays.fill(place, -1);
    for (int i = 0; i < rows.length; i++) {
      place[rows[i]] = i;
    }
    for (int m = 0; m < models.size(); m++) {
      int[] own =
          Arrays.stream(rowsScoredBy(events, part, m)).filter(row -> place[row] >= 0).toArray();
      double[] part0 = models.get(m).predict(new PredictionInput(features.select(own), threads));
      for (int i = 0; i < own.length; i++) {
        System.arraycopy(part0, i * outputs, scores, place[own[i]] * outputs, outputs);
      }
    }
    return scores;
  }

  /**
   * valid and test: the fold's own; train: each event once, by the model whose test part is the
   * next fold.
   */
  private int[] rowsScoredBy(EventData events, String part, int model) {
    int k = models.size();
    return part.equals("train")
        ? events.folds().get((model + k - 1) % k).parts().get("test")
        : events.folds().get(model).parts().get(part);
  }

  /** Facts that the models tell, by model. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    if (withoutValid.isPresent()) {
      Map<String, Object> before = withoutValid.get().facts();
      facts.put("before_refit", before);
      Optional.ofNullable(before.get("spread")).ifPresent(s -> facts.put("spread", s));
    }
    if (models.size() == 1) {
      models.get(0).facts().forEach(facts::putIfAbsent);
      return facts;
    }
    for (int m = 0; m < models.size(); m++) {
      facts.put(String.format("fold-%02d", m), models.get(m).facts());
    }
    return facts;
  }

  @Override
  public void close() {
    models.forEach(Model::close);
    withoutValid.ifPresent(TrainedFolds::close);
  }
}
