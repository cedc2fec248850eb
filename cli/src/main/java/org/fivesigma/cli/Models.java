package org.fivesigma.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fivesigma.core.folder.RunFinder;

/** Finds a model by what the user wrote. */
final class Models {
  private Models() {}

  /** The folder or zip of a bundle, the folder of a run, or of the newest run of an experiment. */
  static Path folder(Program program, String given) {
    Path path = program.folder().resolve(given);
    if (Files.isRegularFile(path)
        || Files.exists(path.resolve("manifest.json"))
        || Files.exists(path.resolve("model"))) {
      return path;
    }
    Path run = new RunFinder(program.folder()).find(given).path();
    Path best = run.resolve("runs").resolve("best");
    return !Files.exists(run.resolve("model")) && Files.exists(best.resolve("model")) ? best : run;
  }
}
