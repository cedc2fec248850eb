package org.fivesigma.core.run;

import java.util.List;
import org.fivesigma.core.evaluate.EvaluationPlan;
import org.fivesigma.core.evaluate.Evaluator;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.option.Configured;

/**
 * Evaluators as an experiment declares them; the same experiment has the same replicas and cuts.
 */
final class Evaluators {
  private Evaluators() {}

  /** The plan of an experiment with all its error bars. */
  static EvaluationPlan plan(ExperimentFile file, int classes) {
    Experiment experiment = file.experiment().orElseThrow();
    return plan(experiment, Metrics.of(file, classes), experiment.evaluate().bootstrap());
  }

  /** A plan with other metrics or replicas. */
  static EvaluationPlan plan(
      Experiment experiment, List<Configured<Metric>> metrics, int bootstrap) {
    return new EvaluationPlan(
        metrics, experiment.evaluate().cut(), bootstrap, experiment.evaluate().stratified());
  }

  /** For an experiment's own events. */
  static Evaluator of(Experiment experiment, EvaluationPlan plan, EventData data, int threads) {
    return of(experiment, plan, data.classes(), data.signal(), data.processes(), threads);
  }

  /** For parts that were saved. */
  static Evaluator of(Experiment experiment, EvaluationPlan plan, Scored any, int threads) {
    return of(experiment, plan, any.classes(), any.signalClass(), any.processes(), threads);
  }

  private static Evaluator of(
      Experiment experiment,
      EvaluationPlan plan,
      List<String> classes,
      int signal,
      List<String> processes,
      int threads) {
    return new Evaluator(
        plan, classes, signal, processes, new Seeds(experiment.seed()).child("evaluate"), threads);
  }
}
