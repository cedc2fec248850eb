package org.fivesigma.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;

/** The pruners. */
final class Pruners {
  private Pruners() {}

  /** Options of {@code median}. */
  record MedianOptions(
      @Option(
              description = "Trials that must have ended before any is pruned.",
              value = "5",
              min = 1)
          int startup,
      @Option(
              description = "Steps (epochs or rounds) before a trial can be pruned.",
              value = "0",
              min = 0)
          double warmup) {}

  /** Options of {@code asha}. */
  record AshaOptions(
      @Option(
              description = "Steps (epochs or rounds) of the first rung.",
              value = "1",
              min = 0,
              minExclusive = true)
          double minResource,
      @Option(description = "One of so many trials reaches the next rung.", value = "4", min = 2)
          int reductionFactor) {}

  /** Options of {@code patience}. */
  record PatienceOptions(
      @Option(
              description = "Reports without improvement before a trial is pruned.",
              value = "10",
              min = 1)
          int patience,
      @Option(description = "Smallest change that is an improvement.", value = "0.0", min = 0)
          double minDelta) {}

  /** Prunes nothing. */
  static Pruner none() {
    return (study, number) -> false;
  }

  /**
   * Prunes a trial whose best value so far is worse than the median of the others' best at that
   * step.
   */
  static Pruner median(MedianOptions options) {
    return (study, number) -> {
      Trial own = find(study, number);
      double step = last(own).step();
      if (step < options.warmup()) {
        return false;
      }
      List<Double> others = new ArrayList<>();
      for (Trial t : study.trials()) {
        if (t.number() != number
            && t.state() != Trial.State.RUNNING
            && t.state() != Trial.State.FAILED) {
          best(t, step, study.maximise()).ifPresent(others::add);
        }
      }
      if (others.size() < options.startup()) {
        return false;
      }
      others.sort(null);
      int n = others.size();
      double median =
          n % 2 == 1 ? others.get(n / 2) : 0.5 * (others.get(n / 2 - 1) + others.get(n / 2));
      double mine = best(own, step, study.maximise()).orElseThrow();
      return study.maximise() ? mine < median : mine > median;
    };
  }

  /**
   * Asynchronous successive halving (L. Li et al., MLSys 2020): at each rung the best fraction goes
   * on.
   */
  static Pruner asha(AshaOptions options) {
    return (study, number) -> {
      Trial own = find(study, number);
      double step = last(own).step();
      double before =
          own.intermediate().size() < 2
              ? -1
              : own.intermediate().get(own.intermediate().size() - 2).step();
      for (double rung = options.minResource(); rung <= step; rung *= options.reductionFactor()) {
        if (rung > before && !amongBest(study, own, rung, options.reductionFactor())) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean amongBest(Study study, Trial own, double rung, int factor) {
    List<Double> reached = new ArrayList<>();
    for (Trial t : study.trials()) {
      if (t.state() != Trial.State.FAILED
          && !t.intermediate().isEmpty()
          && last(t).step() >= rung) {
        best(t, rung, study.maximise()).ifPresent(reached::add);
      }
    }
    double mine = best(own, rung, study.maximise()).orElse(last(own).value());
    long better = reached.stream().filter(v -> study.maximise() ? v > mine : v < mine).count();
    return better < Math.max(1, reached.size() / factor);
  }

  /** Prunes a trial that has not improved for a while. */
  static Pruner patience(PatienceOptions options) {
    return (study, number) -> {
      List<Trial.Intermediate> values = find(study, number).intermediate();
      int bestAt = 0;
      for (int i = 1; i < values.size(); i++) {
        double gain =
            study.maximise()
                ? values.get(i).value() - values.get(bestAt).value()
                : values.get(bestAt).value() - values.get(i).value();
        if (gain > options.minDelta()) {
          bestAt = i;
        }
      }
      return values.size() - 1 - bestAt >= options.patience();
    };
  }

  private static Trial find(Study study, int number) {
    return study.trials().stream().filter(t -> t.number() == number).findFirst().orElseThrow();
  }

  private static Trial.Intermediate last(Trial t) {
    return t.intermediate().get(t.intermediate().size() - 1);
  }

  /** The best value up to a step. */
  private static Optional<Double> best(Trial t, double step, boolean maximise) {
    return t.intermediate().stream()
        .filter(i -> i.step() <= step && !Double.isNaN(i.value()))
        .map(Trial.Intermediate::value)
        .reduce((a, b) -> maximise ? Math.max(a, b) : Math.min(a, b));
  }
}
