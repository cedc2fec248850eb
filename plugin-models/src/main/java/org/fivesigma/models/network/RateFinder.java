package org.fivesigma.models.network;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.Shuffle;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.RangeTested.RangeTest;
import org.fivesigma.spi.model.TrainingContext;

/**
 * The learning-rate range test (Smith 2017): in short trainings from different first parameters,
 * each without one fold of the events, the learning rate rises geometrically, one value a step.
 */
final class RateFinder {
  private static final double FIRST = 1e-7;
  private static final double LAST = 10;
  private static final int STEPS = 160;
  private static final int FOLDS = 5;
  private static final double SMOOTHING = 0.9;
  private static final double BLOWN_UP = 3;

  private final Optimizer optimizer;
  private final Loss loss;
  private final int batchSize;
  private final TrainingContext context;

  RateFinder(Optimizer optimizer, Loss loss, int batchSize, TrainingContext context) {
    this.optimizer = optimizer;
    this.loss = loss;
    this.batchSize = batchSize;
    this.context = context;
  }

  /** Fresh first parameters of a fold. */
  interface Start {
    /** They are the caller's. */
    float[] parameters(Seeds seeds);
  }

  RangeTest run(Graph graph, Start start, Features features, Events train) {
    double[] rates = new double[STEPS];
    for (int k = 0; k < STEPS; k++) {
      rates[k] = FIRST * Math.pow(LAST / FIRST, k / (STEPS - 1.0));
    }
    List<double[]> curves = new ArrayList<>();
    int[] drawn = Shuffle.permutation(train.rows(), context.seeds().stream("lr_find_folds"));
    for (int fold = 0; fold < FOLDS; fold++) {
      context.checkCancelled();
      Seeds seeds = context.seeds().child("lr_find", fold);
      curves.add(curve(graph, start, features, train, without(drawn, fold), rates, seeds));
      context.progress(fold + 1L, FOLDS, "range tests");
    }
    return summarise(rates, curves);
  }

  /** All events but those of a fold; all where there are hardly any. */
  private static int[] without(int[] drawn, int fold) {
    return drawn.length < 2 * FOLDS
        ? drawn
        : IntStream.range(0, drawn.length)
            .filter(i -> i % FOLDS != fold)
            .map(i -> drawn[i])
            .toArray();
  }

  /** Smoothed loss at each rate; shorter than the rates where it blew up. */
  private double[] curve(
      Graph graph,
      Start start,
      Features features,
      Events train,
      int[] events,
      double[] rates,
      Seeds seeds) {
    float[] w = start.parameters(seeds);
    int rows = events.length;
    int batch = Math.min(batchSize, rows);
    int perPass = Math.max(1, rows / batch);
    float[] x = new float[batch * features.width()];
    int[] labels = new int[batch];
    float[] weights = new float[batch];
    double[] smoothed = new double[rates.length];
    double mean = 0;
    double best = Double.POSITIVE_INFINITY;
    int[] order = new int[0];
    graph.parameters().put(0, w);
    try (NDManager scope = graph.scope();
        Shards shards =
            new Shards(
                graph, loss, none -> java.util.Optional.empty(), batch, 1, context.threads())) {
      NativeUpdater updater = NativeUpdater.of(optimizer, w.length, scope);
      for (int k = 0; k < rates.length; k++) {
        int pass = k / perPass;
        if (k % perPass == 0) {
          order = Shuffle.permutation(rows, seeds.stream("shuffle", pass));
          for (int i = 0; i < rows; i++) {
            order[i] = events[order[i]];
          }
        }
        int from = k % perPass * batch;
        features.gather(order, from, batch, pass, x);
        for (int i = 0; i < batch; i++) {
          labels[i] = train.labels()[order[from + i]];
          weights[i] = train.weights()[order[from + i]];
        }
        double value = shards.batch(x, labels, weights, batch, s -> seeds.stream("none", s));
        mean = SMOOTHING * mean + (1 - SMOOTHING) * value;
        smoothed[k] = mean / (1 - Math.pow(SMOOTHING, k + 1));
        best = Math.min(best, smoothed[k]);
        boolean blown = k > 10 && smoothed[k] > BLOWN_UP * Math.abs(best);
        if (!Double.isFinite(value) || blown) {
          return Arrays.copyOf(smoothed, k);
        }
        updater.step(graph, shards.gradient(), Optimizer.Rates.of(rates[k]));
      }
    }
    return smoothed;
  }

  private static RangeTest summarise(double[] rates, List<double[]> curves) {
    int length = curves.stream().mapToInt(c -> c.length).min().orElse(0);
    if (length < 20) {
      throw UserError.of(
              "no-learning-rate",
              "the loss is no number, or grows, from the first steps of the range test on")
          .hint("check that features are scaled and weights are sensible");
    }
    double[] median = new double[length];
    double[] low = new double[length];
    double[] high = new double[length];
    for (int k = 0; k < length; k++) {
      int at = k;
      double[] values = curves.stream().mapToDouble(c -> c[at]).sorted().toArray();
      low[k] = values[0];
      median[k] = values[values.length / 2];
      high[k] = values[values.length - 1];
    }
    int lowest = 0;
    for (int k = 1; k < length; k++) {
      lowest = median[k] < median[lowest] ? k : lowest;
    }
    int steepest = Math.min(lowest, length - 1);
    double slope = 0;
    // slopes over a stretch of rates: single steps are noise
    int half = 5;
    for (int k = half; k + half < length && k <= lowest; k++) {
      double s = (median[k + half] - median[k - half]) / (2 * half);
      if (s < slope) {
        slope = s;
        steepest = k;
      }
    }
    return new RangeTest(
        Arrays.copyOf(rates, length), median, low, high, rates[steepest], rates[lowest]);
  }
}
