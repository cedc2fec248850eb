package org.fivesigma.core.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.model.Monitor;
import org.fivesigma.spi.model.Sample;

/**
 * Metrics watched while training, by key.
 *
 * @param metrics the metric of an id: as the experiment configures it, else with its defaults
 * @param known ids, for suggestions
 */
record Monitors(
    Function<String, Optional<Metric>> metrics,
    List<String> known,
    List<String> classes,
    int signalClass) {

  Monitor of(String key, Sample sample, Seeds seeds, int threads) {
    String[] parts = key.split("/", 3);
    String id = parts.length < 2 ? key : parts[1];
    String detail = parts.length < 3 ? "" : parts[2];
    Metric metric =
        metrics
            .apply(id)
            .orElseThrow(
                () -> {
                  UserError error =
                      UserError.of("unknown-metric", "'" + id + "' is no metric, in '" + key + "'");
                  return NearNames.hint(id, known).map(error::hint).orElse(error);
                });
    metric
        .refuses(classes.size())
        .ifPresent(
            why -> {
              throw UserError.of("metric-classes", "'" + key + "' cannot be watched: " + why);
            });
    boolean maximise = metric.direction(detail) != Direction.MINIMISE;
    double[] weights = weights(metric, sample);
    int[] none = new int[sample.rows()];
    return new Monitor() {
      @Override
      public boolean maximise() {
        return maximise;
      }

      @Override
      public double value(double[] scores) {
        Scored scored =
            new Scored(
                parts[0],
                classes,
                signalClass,
                sample.labels(),
                scores,
                weights,
                sample.weights(),
                none,
                List.of("all"),
                Optional.empty());
        Optional<Double> cut =
            metric.hasCut()
                ? metric
                    .chooseCut(scored, new Metric.CutContext(seeds, threads, Rescaling.none()))
                    .cut()
                : Optional.empty();
        Metric.Prepared prepared = metric.prepare(scored, cut);
        int at = prepared.details().indexOf(detail);
        if (at < 0) {
          throw UserError.of(
              "unknown-metric",
              "metric '" + id + "' has no '" + detail + "'; it has " + prepared.details());
        }
        return prepared.values(weights)[at];
      }
    };
  }

  private static double[] weights(Metric metric, Sample sample) {
    return switch (metric.weighting()) {
      case PHYSICS -> sample.weights();
      case TRAINING -> sample.trainingWeights();
      case FALSE -> {
        double[] ones = new double[sample.rows()];
        Arrays.fill(ones, 1);
        yield ones;
      }
    };
  }
}
