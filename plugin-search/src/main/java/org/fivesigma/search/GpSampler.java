package org.fivesigma.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;

/**
 * Bayesian optimisation with a Gaussian process (D. Jones et al., J. Global Optim. 13, 1998): the
 * setting with the largest expected improvement under a Matérn 5/2 process with one length scale a
 * parameter. Running trials are fantasies: they count as seen with the value the process expects
 * there, so that parallel asks spread. Every other suggestion is made on the scale of the objective
 * that suits the process best, the others on its own. Every few trials the Parzen estimator
 * suggests instead, so that a process that is sure of a wrong thing learns otherwise. A trial's own
 * noise, where it is known, counts beside the noise that is fitted.
 */
final class GpSampler implements Sampler {
  /** Default of {@code startup}. */
  static final int STARTUP = 8;

  private static final int INCUMBENTS = 5;

  /** From so many trials on the scale of the objective is left as it is. */
  private static final int LATE = 50;

  /** One of so many suggestions is the Parzen estimator's. */
  private static final int OTHER_VIEW = 5;

  /**
   * From this variance on (of 1 in all) the best value is the best mean, not the best value seen.
   */
  private static final double NOISY = 1e-4;

  /** Options of the process. */
  record Options(
      @Option(description = "Trials of a Sobol sequence first.", value = "" + STARTUP, min = 2)
          int startup) {}

  private final int startup;
  private final Surrogate.Cache surrogates = new Surrogate.Cache();
  private final SobolSampler sobol = new SobolSampler();
  private final RandomSampler random = new RandomSampler();
  private final TpeSampler tpe;

  GpSampler(Options options) {
    this.startup = options.startup();
    this.tpe = new TpeSampler(new TpeSampler.Options(startup, TpeSampler.CANDIDATES));
  }

  @Override
  public Map<String, Object> ask(Study study, int number) {
    List<Trial> seen = new ArrayList<>();
    List<Trial> running = new ArrayList<>();
    for (Trial t : study.trials()) {
      if (t.state() == Trial.State.RUNNING && t.number() != number) {
        running.add(t);
      } else if ((t.state() == Trial.State.FINISHED || t.state() == Trial.State.PRUNED)
          && Double.isFinite(t.value())) {
        seen.add(t);
      }
    }
    if (seen.size() < startup) {
      return sobol.ask(study, number);
    }
    if (number % OTHER_VIEW == OTHER_VIEW - 1) {
      return tpe.ask(study, number);
    }
    seen.sort(Comparator.comparingInt(Trial::number));
    UnitSpace space = new UnitSpace(study.space());
    Set<Map<String, Object>> tried = new HashSet<>();
    study.trials().forEach(t -> tried.add(t.params()));
    for (double[] point : promising(study, space, seen, running, number)) {
      Map<String, Object> setting = space.setting(point);
      if (!tried.contains(setting)) {
        return setting;
      }
    }
    return random.ask(study, number);
  }

  /** Points of large expected improvement, the largest first. */
  private List<double[]> promising(
      Study study, UnitSpace space, List<Trial> seen, List<Trial> running, int number) {
    int n = seen.size();
    int all = n + running.size();
    double[][] x = new double[all][];
    double[] y = new double[n];
    double[] noise = new double[n];
    for (int i = 0; i < n; i++) {
      Trial t = seen.get(i);
      x[i] = space.point(t.params());
      y[i] = study.maximise() ? -t.value() : t.value();
      noise[i] = t.noise() * t.noise();
    }
    Surrogate surrogate =
        surrogates.of(space, Arrays.copyOf(x, n), y, noise, number % 2 == 0 || n > LATE);
    GpKernel kernel = surrogate.fitted().kernel();
    double[] values = Arrays.copyOf(surrogate.values(), all);
    double[] variances = new double[all];
    Arrays.setAll(variances, i -> surrogate.fitted().noise() + (i < n ? surrogate.known()[i] : 0));
    GaussianProcess process =
        new GaussianProcess(
            kernel, Arrays.copyOf(x, n), surrogate.values(), Arrays.copyOf(variances, n));
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      best = Math.min(best, variances[i] > NOISY ? process.at(x[i]).mean() : values[i]);
    }
    if (all > n) {
      for (int i = n; i < all; i++) {
        x[i] = space.point(running.get(i - n).params());
        values[i] = process.at(x[i]).mean();
      }
      process = new GaussianProcess(kernel, x, values, variances);
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[][] incumbents = new double[Math.min(INCUMBENTS, n)][];
    Arrays.setAll(incumbents, i -> x[order[i]]);
    return new AcquisitionSearch(
            space,
            kernel,
            new LogExpectedImprovement(process, best),
            study.seeds().stream("gp", number))
        .best(incumbents);
  }

  @Override
  public Optional<Long> size(List<Parameter> space) {
    return Draws.size(space);
  }
}
