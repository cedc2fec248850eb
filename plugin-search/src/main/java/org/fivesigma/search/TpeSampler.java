package org.fivesigma.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;

/**
 * Tree-structured Parzen estimator (J. Bergstra et al., NIPS 2011), multivariate (S. Falkner et
 * al., ICML 2018): settings are drawn from a density of the good trials, and the one is taken where
 * that density is largest against the density of the others. Of n trials ¾ √n are good. Running
 * trials count as bad ones (constant liar), so that parallel asks spread. The first trials are
 * points of a Sobol sequence.
 */
final class TpeSampler implements Sampler {
  /** Default of {@code startup}. */
  static final int STARTUP = 8;

  /** Default of {@code candidates}. */
  static final int CANDIDATES = 64;

  /** Options of the estimator. */
  record Options(
      @Option(description = "Trials of a Sobol sequence first.", value = "" + STARTUP, min = 1)
          int startup,
      @Option(
              description = "Candidates drawn for each suggestion.",
              value = "" + CANDIDATES,
              min = 1)
          int candidates) {}

  /** Of n trials so many times √n are good. */
  private static final double GOOD_SHARE = 0.75;

  private static final int MOST_GOOD = 25;
  private static final int FULL_WEIGHT = 25;

  private final Options options;
  private final SobolSampler sobol = new SobolSampler();
  private final RandomSampler random = new RandomSampler();
  private final Coordinates coordinates = new Coordinates();

  TpeSampler(Options options) {
    this.options = options;
  }

  @Override
  public Map<String, Object> ask(Study study, int number) {
    List<Trial> known = known(study);
    if (known.size() < options.startup()) {
      return sobol.ask(study, number);
    }
    int share = (int) Math.min(MOST_GOOD, Math.ceil(GOOD_SHARE * Math.sqrt(known.size())));
    Set<Integer> best = best(known, share, study.maximise());
    List<Trial> good = new ArrayList<>();
    List<Trial> bad = new ArrayList<>();
    for (Trial trial : study.trials()) {
      if (best.contains(trial.number())) {
        good.add(trial);
      } else if (hasValue(trial)
          || (trial.state() == Trial.State.RUNNING && trial.number() != number)) {
        bad.add(trial);
      }
    }
    UnitSpace space = new UnitSpace(study.space());
    ParzenEstimator ofGood = estimator(space, study, good);
    ParzenEstimator ofBad = estimator(space, study, bad);
    SplittableRandom stream = study.seeds().stream("tpe", number);
    double[][] points = new double[options.candidates()][];
    double[] ratios = new double[points.length];
    for (int c = 0; c < points.length; c++) {
      points[c] = space.snapped(ofGood.draw(stream));
      ratios[c] = ofGood.logDensity(points[c]) - ofBad.logDensity(points[c]);
    }
    for (int left = points.length; left > 0; left--) {
      int first = largest(ratios);
      if (ratios[first] == Double.NEGATIVE_INFINITY) {
        break;
      }
      Map<String, Object> candidate = space.setting(points[first]);
      if (study.trials().stream().noneMatch(t -> t.params().equals(candidate))) {
        return candidate;
      }
      ratios[first] = Double.NEGATIVE_INFINITY;
    }
    return random.ask(study, number);
  }

  /** The place of the largest value, the first of equals. */
  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private ParzenEstimator estimator(UnitSpace space, Study study, List<Trial> trials) {
    double[][] points = coordinates.of(space, study, trials);
    return new ParzenEstimator(space, points, weights(points.length));
  }

  /** The newest trials count fully, older ones less and less. */
  private static double[] weights(int n) {
    double[] weights = new double[n];
    int old = n - FULL_WEIGHT;
    Arrays.setAll(weights, k -> k >= old ? 1 : 1.0 / n + (1 - 1.0 / n) * k / Math.max(1, old - 1));
    return weights;
  }

  private static List<Trial> known(Study study) {
    return study.trials().stream().filter(TpeSampler::hasValue).toList();
  }

  private static boolean hasValue(Trial trial) {
    return (trial.state() == Trial.State.FINISHED || trial.state() == Trial.State.PRUNED)
        && !Double.isNaN(trial.value());
  }

  /** Numbers of the best trials; pruned ones are behind the finished ones. */
  private static Set<Integer> best(List<Trial> known, int wanted, boolean maximise) {
    Comparator<Trial> order =
        Comparator.<Trial>comparingInt(t -> t.state() == Trial.State.FINISHED ? 0 : 1)
            .thenComparingDouble(t -> maximise ? -t.value() : t.value())
            .thenComparingInt(Trial::number);
    // The last of so many best ones is on top, so that one look settles most trials.
    PriorityQueue<Trial> best = new PriorityQueue<>(wanted + 1, order.reversed());
    for (Trial trial : known) {
      if (best.size() < wanted) {
        best.add(trial);
      } else if (order.compare(trial, best.peek()) < 0) {
        best.poll();
        best.add(trial);
      }
    }
    Set<Integer> numbers = new HashSet<>();
    best.forEach(t -> numbers.add(t.number()));
    return numbers;
  }

  @Override
  public Optional<Long> size(List<Parameter> space) {
    return Draws.size(space);
  }
}
