package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.core.evaluate.EvaluationPlan;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.events.ManyErrors;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.TrainingTask;

/**
 * Opens an experiment's data and makes every check of a run that needs no training.
 *
 * @param problems what only the data showed, in the order it was found
 * @param lines what was read, for the user; empty where it could not be read
 */
public record DataCheck(List<Problem> problems, List<String> lines) {

  /** Checks an experiment whose file is valid. */
  public static DataCheck of(RunServices services, ExperimentFile file) {
    Experiment experiment = file.experiment().orElseThrow();
    try {
      EventData data = services.events(experiment, experiment.workers(), services.console()::log);
      data.warnings().forEach(services.console()::warn);
      List<Problem> problems = file.problems(errors(file, experiment, data));
      return new DataCheck(problems, RowAccount.lines(experiment, data));
    } catch (UserError e) {
      return new DataCheck(List.of(file.problem(e)), List.of());
    } catch (ManyErrors e) {
      return new DataCheck(file.problems(e.errors()), List.of());
    }
  }

  private static List<UserError> errors(
      ExperimentFile file, Experiment experiment, EventData data) {
    EvaluationPlan plan =
        new EvaluationPlan(
            Metrics.of(file, data.classes().size(), Optional.empty()),
            experiment.evaluate().cut(),
            experiment.evaluate().bootstrap());
    List<UserError> errors = new ArrayList<>(plan.check());
    errors.addAll(plan.check(data.classes(), data.processes()));
    List<UserError> all = new ArrayList<>(errors.stream().map(e -> e.under("evaluate")).toList());
    TrainingTask task =
        TrainedFolds.task(
            data,
            data.folds().get(0),
            experiment.model(),
            new PreparedFeatures(experiment.preprocessSeeds()),
            true);
    for (UserError e : experiment.model().trainer().create().check(task)) {
      all.add(e.under("model"));
    }
    return all;
  }
}
