package org.fivesigma.core.spec;

import java.util.List;
import java.util.Set;

/** Rules of the block {@code tune}; what its space does to the experiment is tried elsewhere. */
final class TuneChecks {
  private final Experiment.TuneSpec tune;
  private final MetricNames metrics;
  private final Reporting report;

  TuneChecks(Experiment.TuneSpec tune, MetricNames metrics, Reporting report) {
    this.tune = tune;
    this.metrics = metrics;
    this.report = report;
  }

  void run() {
    metrics.check(tune.objective(), "tune.objective", Set.of("train", "valid"), report);
    if (tune.space().isEmpty()) {
      report.add("tune.space", "bad-space", "the space is empty: nothing is varied");
    }
    tune.space().forEach((path, item) -> item("tune.space." + path, item));
    tune.timeBudget()
        .filter(t -> !t.matches("[0-9]+(\\.[0-9]+)?(s|m|h|d)"))
        .ifPresent(
            t ->
                report.add(
                    "tune.time_budget",
                    "bad-duration",
                    "'" + t + "' is no time",
                    "such as 90s, 30m or 2h"));
    tune.noise()
        .filter(n -> n.folds().isPresent() == n.seeds().isPresent())
        .ifPresent(
            n ->
                report.add(
                    "tune.noise", "exclusive-keys", "noise has folds or seeds, one of them"));
  }

  private void item(String path, Experiment.SpaceItem item) {
    int domains =
        (item.ints().isPresent() ? 1 : 0)
            + (item.floats().isPresent() ? 1 : 0)
            + (item.choice().isPresent() ? 1 : 0);
    if (domains != 1) {
      report.add(path, "bad-space", "a varied key has int, float or choice, exactly one of them");
      return;
    }
    item.ints().ifPresent(r -> range(path + ".int", r, item.log(), 1));
    item.floats().ifPresent(r -> range(path + ".float", r, item.log(), Double.MIN_VALUE));
    item.choice()
        .filter(List::isEmpty)
        .ifPresent(c -> report.add(path + ".choice", "bad-space", "no value is named"));
    if (item.choice().isPresent() && (item.log() || item.step().isPresent())) {
      report.add(path, "bad-space", "log and step belong to int and float, not to choice");
    }
    item.step()
        .ifPresent(
            step -> {
              if (step <= 0) {
                report.add(
                    path + ".step", "out-of-range", "'step' must be greater than 0, not " + step);
              } else if (item.ints().isPresent() && step != Math.rint(step)) {
                report.add(path + ".step", "wrong-type", "the step of integers is an integer");
              }
              if (item.log()) {
                report.add(
                    path + ".step",
                    "exclusive-keys",
                    "a step has no meaning on a logarithmic scale");
              }
            });
  }

  private void range(String path, List<? extends Number> range, boolean log, double lowestLog) {
    if (range.size() != 2) {
      report.add(path, "bad-space", "a range is [lowest, highest], two numbers");
      return;
    }
    double low = range.get(0).doubleValue();
    double high = range.get(1).doubleValue();
    if (low >= high) {
      report.add(
          path,
          "bad-space",
          "the lowest value " + range.get(0) + " is not below the highest, " + range.get(1));
    }
    if (log && low < lowestLog) {
      report.add(
          path + "[0]", "bad-space", "on a logarithmic scale the lowest value must be above 0");
    }
  }
}
