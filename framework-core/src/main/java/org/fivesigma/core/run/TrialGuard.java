package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.study.TrialQueue;
import org.fivesigma.spi.model.TrainingContext.StopTraining;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Trial;

/** Records a trial's values while it trains, and stops it when the pruner says so. */
final class TrialGuard implements RunSession.Guard {
  private final TrialQueue queue;
  private final Trial trial;
  private final String objective;
  private final Optional<Pruner> pruner;
  private final List<Trial.Intermediate> seen = new ArrayList<>();
  private volatile boolean prune;

  TrialGuard(TrialQueue queue, Trial trial, String objective, Optional<Pruner> pruner) {
    this.queue = queue;
    this.trial = trial;
    this.objective = objective;
    this.pruner = pruner;
  }

  @Override
  public synchronized void measured(double step, Map<String, Double> values) {
    Double value = values.get(objective);
    if (value != null) {
      seen.add(new Trial.Intermediate(step, value));
      prune =
          pruner
              .map(
                  p ->
                      p.prune(
                          queue.view(withSeen(Trial.State.RUNNING, Double.NaN, "")),
                          trial.number()))
              .orElse(false);
    }
  }

  @Override
  public void check() {
    if (prune) {
      throw new StopTraining("pruned after " + seen.size() + " reports", true);
    }
  }

  private Trial withSeen(Trial.State state, double value, String reason) {
    return new Trial(trial.number(), state, trial.params(), value, 0, List.copyOf(seen), reason);
  }

  Trial ended(RunOutcome outcome) {
    if (outcome.state().equals("pruned")) {
      return withSeen(
          Trial.State.PRUNED,
          seen.get(seen.size() - 1).value(),
          "pruned after " + seen.size() + " reports");
    }
    if (!outcome.finished()) {
      return withSeen(Trial.State.FAILED, Double.NaN, outcome.message());
    }
    Map<String, Object> metrics = outcome.folder().metrics();
    double value = MetricsFile.value(metrics, objective);
    if (Double.isNaN(value)) {
      return withSeen(Trial.State.FAILED, Double.NaN, objective + " has no value");
    }
    double noise = MetricsFile.field(metrics, objective, "noise").orElse(0.0);
    return new Trial(
        trial.number(), Trial.State.FINISHED, trial.params(), value, noise, List.copyOf(seen), "");
  }
}
