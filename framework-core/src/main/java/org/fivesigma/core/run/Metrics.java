package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.option.Configured;

/** The metrics of an experiment. */
final class Metrics {
  private Metrics() {}

  /** As declared; by default auc and ams, with several classes auc and accuracy. */
  static List<Configured<Metric>> of(ExperimentFile file, int classes) {
    return file.experiment()
        .orElseThrow()
        .evaluate()
        .metrics()
        .orElseGet(
            () -> bound(file, classes == 2 ? List.of("auc", "ams") : List.of("auc", "accuracy")));
  }

  /** The same, and the metric of an objective such as {@code valid/auc} if it is not among them. */
  static List<Configured<Metric>> of(ExperimentFile file, int classes, Optional<String> objective) {
    List<Configured<Metric>> metrics = of(file, classes);
    Optional<String> wanted = objective.map(o -> o.split("/", 3)[1]);
    if (wanted.isEmpty() || metrics.stream().anyMatch(m -> m.id().equals(wanted.get()))) {
      return metrics;
    }
    List<Configured<Metric>> more = new ArrayList<>(metrics);
    more.addAll(bound(file, List.of(wanted.get())));
    return more;
  }

  /** The metric of an id: as the experiment configures it, else with its defaults. */
  static Optional<Metric> byId(ExperimentFile file, List<Configured<Metric>> declared, String id) {
    return declared.stream()
        .filter(m -> m.id().equals(id))
        .findFirst()
        .or(() -> bound(file, List.of(id)).stream().findFirst())
        .map(Configured::create);
  }

  private static List<Configured<Metric>> bound(ExperimentFile file, List<String> ids) {
    Map<String, Object> these = new LinkedHashMap<>();
    these.put("evaluate.metrics", ids);
    these.put("evaluate.cut", null); // it may name a metric that is not among these
    return file.with(these).experiment().flatMap(e -> e.evaluate().metrics()).orElse(List.of());
  }
}
