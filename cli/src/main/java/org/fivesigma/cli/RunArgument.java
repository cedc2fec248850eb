package org.fivesigma.cli;

import java.util.List;
import org.fivesigma.core.folder.RunFinder;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.ExperimentLoader;
import picocli.CommandLine.Parameters;

/** The argument of every command that goes on with a run that is there. */
final class RunArgument {
  @Parameters(
      paramLabel = "RUN",
      description = "A run folder, or an experiment's name for its newest run.")
  private String run;

  /** The run's folder. */
  RunFolder folder(Program program) {
    return new RunFinder(program.folder()).find(run);
  }

  /**
   * The resolved file of a run.
   *
   * @param sets arguments of {@code --set}
   * @throws InvalidExperiment with all that is wrong
   */
  static ExperimentFile experiment(Program program, RunFolder folder, List<String> sets) {
    ExperimentFile loaded =
        new ExperimentLoader(program.catalog())
            .load(folder.file("resolved.yaml"), sets, program.environment(), program.folder());
    if (!loaded.problems().isEmpty()) {
      throw new InvalidExperiment(loaded.problems());
    }
    return loaded;
  }
}
