package org.fivesigma.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * that density is largest against the density of the others. Running trials count as bad ones, so
 * that parallel asks spread.
 */
final class TpeSampler implements Sampler {
  /** Options of the estimator. */
  record Options(
      @Option(description = "Trials drawn at random first.", value = "10", min = 1) int startup,
      @Option(description = "Candidates drawn for each suggestion.", value = "48", min = 1)
          int candidates,
      @Option(
              description = "Share of the trials that counts as good.",
              value = "0.1",
              min = 0,
              max = 1,
              minExclusive = true)
          double gamma) {}

  private static final int MOST_GOOD = 25;

  private final Options options;
  private final RandomSampler random = new RandomSampler();

  TpeSampler(Options options) {
    this.options = options;
  }

  @Override
  public Map<String, Object> ask(Study study, int number) {
    List<Trial> ranked = ranked(study);
    if (ranked.size() < options.startup()) {
      return random.ask(study, number);
    }
    int good = (int) Math.min(MOST_GOOD, Math.ceil(options.gamma() * ranked.size()));
    List<Trial> bad = new ArrayList<>(ranked.subList(good, ranked.size()));
    study.trials().stream()
        .filter(t -> t.state() == Trial.State.RUNNING && t.number() != number)
        .forEach(bad::add);
    ParzenEstimator l = new ParzenEstimator(study.space(), byNumber(ranked.subList(0, good)));
    ParzenEstimator g = new ParzenEstimator(study.space(), byNumber(bad));
    SplittableRandom stream = study.seeds().stream("tpe", number);
    Set<Map<String, Object>> tried = new LinkedHashSet<>();
    study.trials().forEach(t -> tried.add(t.params()));
    boolean finite = Draws.size(study.space()).isPresent();
    Map<String, Object> best = null;
    double bestRatio = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < options.candidates(); c++) {
      Map<String, Object> candidate = l.draw(stream);
      if (finite && tried.contains(candidate)) {
        continue;
      }
      double ratio = l.logDensity(candidate) - g.logDensity(candidate);
      if (ratio > bestRatio) {
        bestRatio = ratio;
        best = candidate;
      }
    }
    return best != null ? best : random.ask(study, number);
  }

  private static List<Trial> byNumber(List<Trial> trials) {
    return trials.stream().sorted(Comparator.comparingInt(Trial::number)).toList();
  }

  /** Trials with a value, the best first; pruned ones behind the finished ones. */
  private static List<Trial> ranked(Study study) {
    Comparator<Trial> byState =
        Comparator.comparingInt(t -> t.state() == Trial.State.FINISHED ? 0 : 1);
    return study.trials().stream()
        .filter(
            t ->
                (t.state() == Trial.State.FINISHED || t.state() == Trial.State.PRUNED)
                    && !Double.isNaN(t.value()))
        .sorted(
            byState
                .thenComparingDouble(t -> study.maximise() ? -t.value() : t.value())
                .thenComparingInt(Trial::number))
        .toList();
  }

  @Override
  public Optional<Long> size(List<Parameter> space) {
    return Draws.size(space);
  }
}
