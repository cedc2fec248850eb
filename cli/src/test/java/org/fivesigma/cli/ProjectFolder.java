package org.fivesigma.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the project's root from wherever the tests are started. */
final class ProjectFolder {
  private ProjectFolder() {}

  /** The folder that holds the launcher. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("fivesigma"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "started outside the project: " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }
}
