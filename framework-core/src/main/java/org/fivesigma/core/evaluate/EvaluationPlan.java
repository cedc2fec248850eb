package org.fivesigma.core.evaluate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.option.Configured;

/**
 * What is to be measured.
 *
 * @param metrics the chosen metrics, in the order of the result
 * @param cut the metric whose cut goes into the bundle; default: the first that has one
 * @param bootstrap replicas behind every error bar; 0: no errors
 * @param stratified whether a replica has as many events of each class and process as the part
 */
public record EvaluationPlan(
    List<Configured<Metric>> metrics, Optional<String> cut, int bootstrap, boolean stratified) {
  public EvaluationPlan {
    metrics = List.copyOf(metrics);
  }

  /** A plan whose replicas have Poisson numbers of events. */
  public EvaluationPlan(List<Configured<Metric>> metrics, Optional<String> cut, int bootstrap) {
    this(metrics, cut, bootstrap, false);
  }

  /**
   * What is wrong with the choice of metrics, whatever the data; keys are relative to {@code
   * evaluate}.
   */
  public List<UserError> check() {
    List<UserError> errors = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<String> withCut = new HashSet<>();
    for (int i = 0; i < metrics.size(); i++) {
      Configured<Metric> metric = metrics.get(i);
      if (!ids.add(metric.id())) {
        errors.add(
            UserError.of(
                    "duplicate-metric",
                    "metric '" + metric.id() + "' is listed twice; its keys would be the same")
                .at("metrics[" + i + "]"));
      }
      if (metric.create().hasCut()) {
        withCut.add(metric.id());
      }
    }
    for (int i = 0; i < metrics.size(); i++) {
      Optional<String> from = metrics.get(i).create().cutFrom();
      if (from.isPresent() && !from.get().equals(Metric.CHOSEN_CUT)) {
        noCut(from.get(), ids, withCut).ifPresent(errorAt("metrics[" + i + "].at", errors));
      }
    }
    cut.flatMap(id -> noCut(id, ids, withCut)).ifPresent(errorAt("cut", errors));
    return errors;
  }

  private static Consumer<UserError> errorAt(String key, List<UserError> errors) {
    return error -> errors.add(error.at(key));
  }

  private static Optional<UserError> noCut(String id, Set<String> ids, Set<String> withCut) {
    if (withCut.contains(id)) {
      return Optional.empty();
    }
    String message =
        ids.contains(id)
            ? "metric '" + id + "' has no cut"
            : "metric '" + id + "' is not among evaluate.metrics";
    UserError error = UserError.of("unknown-cut", message);
    return Optional.of(
        withCut.isEmpty()
            ? error
            : error.hint("metrics with a cut: " + String.join(", ", withCut)));
  }

  /** What does not fit between metrics and the data; keys are relative to {@code evaluate}. */
  public List<UserError> check(List<String> classes, List<String> processes) {
    List<UserError> errors = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      String place = "metrics[" + i + "]";
      Metric metric = metrics.get(i).create();
      String id = metrics.get(i).id();
      metric
          .refuses(classes.size())
          .ifPresent(
              why ->
                  errors.add(
                      UserError.of("metric-classes", "metric '" + id + "': " + why).at(place)));
      metric.check(classes, processes).forEach(error -> errors.add(error.under(place)));
    }
    return errors;
  }
}
