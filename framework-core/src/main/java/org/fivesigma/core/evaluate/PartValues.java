package org.fivesigma.core.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.evaluate.Evaluator.PreparedMetric;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.metric.Spread;

/** The values of all metrics on one part and, after {@link #bootstrap}, their errors. */
final class PartValues {
  private final ScoredPart part;
  private final List<PreparedMetric> metrics;
  private final PartWeights weights;
  private double[][][] replicas = {};

  PartValues(List<PreparedMetric> metrics, PartWeights weights) {
    this.part = weights.part();
    this.metrics = metrics;
    this.weights = weights;
  }

  /** Evaluates {@code n} replicas of the events, the same ones for every metric. */
  void bootstrap(int n, boolean stratified, Seeds seeds, int threads) {
    if (n == 0 || part.rows() == 0) {
      return;
    }
    replicas = new double[metrics.size()][n][];
    String purpose = "bootstrap-" + part.name();
    EventReplicas events =
        stratified
            ? EventReplicas.stratified(part, seeds, purpose)
            : EventReplicas.poisson(seeds, purpose);
    Parallel.run(
        threads,
        n,
        r -> {
          byte[] counts = new byte[part.rows()];
          events.counts(r, counts);
          PartWeights.Replica replica = weights.replica(counts);
          for (int m = 0; m < replicas.length; m++) {
            PreparedMetric metric = metrics.get(m);
            double[] w = replica.of(metric.weighting());
            replicas[m][r] = metric.prepared().replica(w, counts);
          }
        });
  }

  /** The values of the metric at a place of the list, by detail. */
  Map<String, MetricValue> values(int index) {
    PreparedMetric metric = metrics.get(index);
    double[] own = metric.prepared().values(weights.own(metric.weighting()));
    List<String> details = metric.prepared().details();
    Map<String, MetricValue> values = new LinkedHashMap<>();
    for (int d = 0; d < own.length; d++) {
      String detail = details.get(d);
      double value = own[d];
      values.put(
          detail,
          Double.isNaN(value)
              ? new MetricValue(value, Optional.empty(), part.rows(), reason(metric, detail))
              : new MetricValue(value, error(index, d), part.rows(), Optional.empty()));
    }
    return values;
  }

  private static Optional<String> reason(PreparedMetric metric, String detail) {
    return metric
        .noCut()
        .or(() -> metric.prepared().reason(detail))
        .or(() -> Optional.of("not defined"));
  }

  private Optional<MetricValue.ErrorBar> error(int index, int detail) {
    PreparedMetric metric = metrics.get(index);
    if (replicas.length == 0
        || !metric.prepared().hasError(metric.prepared().details().get(detail))) {
      return Optional.empty();
    }
    double[] column = Arrays.stream(replicas[index]).mapToDouble(v -> v[detail]).toArray();
    Spread spread = Spread.of(column);
    if (spread.count() < 2) {
      return Optional.empty();
    }
    double[] interval = Spread.quantiles(column, 0.16, 0.84);
    return Optional.of(
        new MetricValue.ErrorBar(spread.standardDeviation(), interval[0], interval[1]));
  }
}
