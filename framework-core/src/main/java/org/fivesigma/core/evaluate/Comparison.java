package org.fivesigma.core.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.PoissonReplicas;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Spread;

/**
 * Compares models on the same events: every Poisson bootstrap replica of the events gives the
 * metric of each model, so that what the models have in common cancels in their difference. Cuts
 * and models are fixed; what another training would give is not in the errors.
 */
public final class Comparison {
  private final EvaluationPlan plan;
  private final List<String> classes;
  private final int signalClass;
  private final List<String> processes;
  private final Seeds seeds;
  private final int threads;

  /**
   * A comparison by the metrics of a plan, of which {@code bootstrap} is the number of replicas.
   */
  public Comparison(
      EvaluationPlan plan,
      List<String> classes,
      int signalClass,
      List<String> processes,
      Seeds seeds,
      int threads) {
    this.plan = plan;
    this.classes = List.copyOf(classes);
    this.signalClass = signalClass;
    this.processes = List.copyOf(processes);
    this.seeds = seeds;
    this.threads = threads;
  }

  /**
   * Each of {@code others} against the reference, metric by metric; metrics that have no value of
   * their own, only details, are left out.
   *
   * @param events the common events; their scores are not used
   */
  public List<PairedDifference> compare(
      ScoredPart events, ComparedScores reference, List<ComparedScores> others) {
    PartWeights weights = new PartWeights(events);
    List<ComparedScores> runs = new ArrayList<>();
    runs.add(reference);
    runs.addAll(others);
    List<Watched> watched = new ArrayList<>();
    for (var configured : plan.metrics()) {
      Metric metric = configured.create();
      List<Metric.Prepared> prepared = new ArrayList<>();
      for (ComparedScores run : runs) {
        prepared.add(
            metric.prepare(
                scored(events, run, weights.own(metric.weighting())),
                cut(configured.id(), metric, run)));
      }
      if (prepared.stream().allMatch(p -> p.details().contains(""))) {
        watched.add(new Watched(configured.id(), metric, prepared));
      }
    }
    double[][][] replicas = replicas(watched, runs.size(), weights, events);
    List<PairedDifference> differences = new ArrayList<>();
    for (int m = 0; m < watched.size(); m++) {
      differences.addAll(differences(watched.get(m), runs, replicas[m], weights));
    }
    return differences;
  }

  /** Values by metric, run and replica. */
  private double[][][] replicas(
      List<Watched> watched, int runs, PartWeights weights, ScoredPart events) {
    int n = plan.bootstrap();
    double[][][] values = new double[watched.size()][runs][n];
    PoissonReplicas poisson = new PoissonReplicas(seeds, "comparison");
    Parallel.run(
        threads,
        n,
        r -> {
          byte[] counts = new byte[events.rows()];
          poisson.counts(r, counts);
          PartWeights.Replica replica = weights.replica(counts);
          for (int m = 0; m < watched.size(); m++) {
            Watched w = watched.get(m);
            double[] drawn = replica.of(w.metric.weighting());
            for (int run = 0; run < runs; run++) {
              values[m][run][r] = w.value(w.prepared.get(run).replica(drawn, counts));
            }
          }
        });
    return values;
  }

  private List<PairedDifference> differences(
      Watched watched, List<ComparedScores> runs, double[][] replicas, PartWeights weights) {
    double[] own = new double[runs.size()];
    for (int run = 0; run < own.length; run++) {
      own[run] =
          watched.value(watched.prepared.get(run).values(weights.own(watched.metric.weighting())));
    }
    List<PairedDifference> found = new ArrayList<>();
    double[] p = new double[runs.size() - 1];
    for (int other = 1; other < runs.size(); other++) {
      double[] drawn = new double[replicas[0].length];
      for (int r = 0; r < drawn.length; r++) {
        drawn[r] = replicas[other][r] - replicas[0][r];
      }
      double error = Spread.of(drawn).standardDeviation();
      double difference = own[other] - own[0];
      p[other - 1] = twoSided(difference, error);
      double[] interval = Spread.quantiles(drawn, 0.025, 0.975);
      found.add(
          new PairedDifference(
              watched.id,
              runs.get(0).name(),
              runs.get(other).name(),
              own[0],
              own[other],
              difference,
              error,
              interval[0],
              interval[1],
              p[other - 1],
              Double.NaN,
              better(watched.metric.direction(), difference),
              luminosity(watched.metric, own[0], own[other])));
    }
    double[] adjusted = Holm.adjust(p);
    for (int i = 0; i < adjusted.length; i++) {
      found.set(i, found.get(i).withAdjusted(adjusted[i]));
    }
    return found;
  }

  private static Optional<Boolean> better(Direction direction, double difference) {
    return switch (direction) {
      case MAXIMISE -> Optional.of(difference > 0);
      case MINIMISE -> Optional.of(difference < 0);
      case NONE -> Optional.empty();
    };
  }

  private static Optional<Double> luminosity(Metric metric, double reference, double other) {
    double ratio = other / reference;
    return metric.hasCut() && reference > 0 && other > 0
        ? Optional.of(ratio * ratio - 1)
        : Optional.empty();
  }

  /** 2(1 − Φ(|d|/σ)); 1 without a difference, 0 for a difference without error. */
  private static double twoSided(double difference, double error) {
    if (Double.isNaN(difference) || Double.isNaN(error)) {
      return Double.NaN;
    }
    if (difference == 0) {
      return 1;
    }
    return error == 0 ? 0 : Normal.twoSided(Math.abs(difference) / error);
  }

  private Optional<Double> cut(String id, Metric metric, ComparedScores run) {
    String from =
        metric.hasCut()
            ? id
            : metric
                .cutFrom()
                .map(other -> other.equals(Metric.CHOSEN_CUT) ? chosenCut(run) : other)
                .orElse("");
    return Optional.ofNullable(run.cuts().get(from));
  }

  private String chosenCut(ComparedScores run) {
    return plan.cut()
        .or(
            () ->
                plan.metrics().stream()
                    .map(m -> m.id())
                    .filter(run.cuts()::containsKey)
                    .findFirst())
        .orElse("");
  }

  private Scored scored(ScoredPart events, ComparedScores run, double[] weights) {
    return new Scored(
        events.name(),
        classes,
        signalClass,
        events.labels(),
        run.scores(),
        weights,
        events.weights(),
        events.process(),
        processes,
        Optional.empty());
  }

  /** A metric made ready for every run. */
  private record Watched(String id, Metric metric, List<Metric.Prepared> prepared) {
    double value(double[] values) {
      return values[prepared.get(0).details().indexOf("")];
    }
  }
}
