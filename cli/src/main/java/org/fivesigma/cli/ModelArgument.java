package org.fivesigma.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fivesigma.core.folder.RunFinder;
import picocli.CommandLine.Parameters;

/** The argument of every command that uses a saved model. */
final class ModelArgument {
  @Parameters(
      paramLabel = "MODEL",
      description = "A model bundle, a run folder, or an experiment's name.")
  private String model;

  /** The folder or zip of a bundle, the folder of a run, or of the newest run of an experiment. */
  Path folder(Program program) {
    Path path = program.folder().resolve(model);
    if (Files.isRegularFile(path)
        || Files.exists(path.resolve("manifest.json"))
        || Files.exists(path.resolve("model"))) {
      return path;
    }
    Path run = new RunFinder(program.folder()).find(model).path();
    Path best = run.resolve("runs").resolve("best");
    return !Files.exists(run.resolve("model")) && Files.exists(best.resolve("model")) ? best : run;
  }
}
