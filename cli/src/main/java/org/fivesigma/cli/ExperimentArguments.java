package org.fivesigma.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.ExperimentLoader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of every command that reads an experiment file. */
final class ExperimentArguments {
  @Parameters(index = "0", paramLabel = "FILE", description = "The experiment file.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Another value for a key, such as model.eta=0.1; may be repeated.")
  private List<String> sets = new ArrayList<>();

  /** The file as given. */
  Path file() {
    return file;
  }

  /** The file, loaded, with all that is wrong. */
  ExperimentFile load(Program program) {
    return new ExperimentLoader(program.catalog())
        .load(file, sets, program.environment(), program.folder());
  }

  /**
   * The file, loaded.
   *
   * @throws InvalidExperiment with all that is wrong
   */
  ExperimentFile valid(Program program) {
    ExperimentFile loaded = load(program);
    if (!loaded.problems().isEmpty()) {
      throw new InvalidExperiment(loaded.problems());
    }
    return loaded;
  }
}
