package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.core.evaluate.PermutationImportance;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Correlations;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;

/**
 * What the models look at: their own importance of features, the importance by shuffling, and the
 * correlations of the features. Computed only where a plot shows it.
 */
final class RunInsight {
  private static final int MOST_EVENTS = 5000;
  private static final int REPEATS = 4;
  private static final double PATIENCE_SECONDS = 30;
  private static final String PERMUTATION = "importance_permutation";

  private final Experiment experiment;
  private final EventData data;
  private final TrainedFolds folds;
  private final RunSession session;
  private final int threads;

  RunInsight(
      Experiment experiment, EventData data, TrainedFolds folds, RunSession session, int threads) {
    this.experiment = experiment;
    this.data = data;
    this.folds = folds;
    this.session = session;
    this.threads = threads;
  }

  private boolean drawn(String plot) {
    List<String> plots = experiment.evaluate().plots();
    return plots.contains("default") || plots.contains(plot);
  }

  /** By kind: {@code gain} and others that the model knows, and {@code permutation}. */
  Map<String, Object> importance(RunScores scores, Optional<Metric> auc) {
    Map<String, Object> importance = new LinkedHashMap<>();
    folds.models().get(0).importance().forEach(importance::put);
    Optional<ScoredPart> part =
        scores.parts().stream()
            .filter(p -> p.name().equals("valid"))
            .findFirst()
            .or(() -> scores.parts().stream().findFirst());
    if (drawn(PERMUTATION) && auc.isPresent() && part.isPresent()) {
      int events = Math.min(MOST_EVENTS, part.get().rows());
      double seconds =
          1e-6 * scores.microsecondsPerEvent() * events * REPEATS * data.features().names().size();
      if (seconds < PATIENCE_SECONDS || experiment.evaluate().plots().contains(PERMUTATION)) {
        importance.put("permutation", permutation(part.get(), scores, auc.get(), events));
      } else {
        session.log(
            String.format(
                java.util.Locale.ROOT,
                "permutation importance left out: it would take %.0f s; name %s in evaluate.plots to have it",
                seconds,
                PERMUTATION));
      }
    }
    return importance;
  }

  private Map<String, Object> permutation(
      ScoredPart part, RunScores scores, Metric auc, int events) {
    Seeds seeds = new Seeds(experiment.seed()).child("importance");
    int[] places = some(part.rows(), events, seeds.stream("events"));
    int[] rows = Predictions.pick(scores.rows().get(part.name()), places);
    double[] weights =
        Arrays.stream(places)
            .mapToDouble(
                i ->
                    switch (auc.weighting()) {
                      case PHYSICS -> part.weights()[i];
                      case TRAINING -> part.trainingWeights()[i];
                      case FALSE -> 1;
                    })
            .toArray();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("metric", part.name() + "/auc");
    content.put("events", (long) events);
    content.put("repeats", (long) REPEATS);
    Map<String, Object> features = new LinkedHashMap<>();
    new PermutationImportance(
            columns -> goodness(part, columns, rows, weights, auc), seeds, REPEATS)
        .of(data.features())
        .forEach(
            (name, found) -> {
              Map<String, Object> m = new LinkedHashMap<>();
              m.put("value", Double.isNaN(found.value()) ? null : found.value());
              m.put("std_error", Double.isNaN(found.error()) ? null : found.error());
              features.put(name, m);
            });
    content.put("features", features);
    return content;
  }

  private double goodness(
      ScoredPart part, Columns columns, int[] rows, double[] weights, Metric auc) {
    session.check();
    Scored scored =
        new Scored(
            part.name(),
            data.classes(),
            data.signal(),
            Predictions.pick(data.labels(), rows),
            folds.scores(data, columns, part.name(), rows, threads),
            weights,
            weights,
            Predictions.pick(data.process(), rows),
            data.processes(),
            Optional.empty());
    Metric.Prepared prepared = auc.prepare(scored, Optional.empty());
    return prepared.values(weights)[prepared.details().indexOf("")];
  }

  /** Some of {@code n} places, ascending. */
  private static int[] some(int n, int wanted, SplittableRandom random) {
    int[] chosen = new int[wanted];
    int taken = 0;
    for (int i = 0; i < n && taken < wanted; i++) {
      if (random.nextDouble() * (n - i) < wanted - taken) {
        chosen[taken++] = i;
      }
    }
    return chosen;
  }

  /** Correlations of the features in the train part, of signal and of background. */
  Map<String, Object> correlations(RunScores scores) {
    Map<String, Object> content = new LinkedHashMap<>();
    int[] train = scores.rows().get("train");
    if (train == null || !(drawn("correlation_signal") || drawn("correlation_background"))) {
      return content;
    }
    content.put("features", data.features().names());
    for (boolean signal : new boolean[] {true, false}) {
      int[] rows =
          Arrays.stream(train)
              .filter(row -> (data.labels()[row] == data.signal()) == signal)
              .limit(4L * MOST_EVENTS)
              .toArray();
      double[] weights =
          Arrays.stream(rows).mapToDouble(row -> Math.abs(data.weights()[row])).toArray();
      content.put(
          signal ? "signal" : "background",
          rounded(Correlations.of(data.features().select(rows), weights, threads)));
    }
    return content;
  }

  private static List<List<Double>> rounded(double[][] matrix) {
    List<List<Double>> rows = new ArrayList<>();
    for (double[] row : matrix) {
      List<Double> values = new ArrayList<>();
      for (double v : row) {
        values.add(Double.isNaN(v) ? null : Math.rint(v * 1e4) / 1e4);
      }
      rows.add(values);
    }
    return rows;
  }
}
