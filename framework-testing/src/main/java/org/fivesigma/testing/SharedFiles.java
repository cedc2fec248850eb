package org.fivesigma.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the real samples and the reference values that tests check against: under {@code
 * FIVESIGMA_DATA} and {@code FIVESIGMA_REFERENCE}, else in {@code ../shared/data} and {@code
 * ../shared/reference} beside the project. A test whose file is not on this machine is skipped with
 * a printed reason.
 */
public final class SharedFiles {
  private SharedFiles() {}

  /**
   * A sample, such as {@code higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz}; skips the
   * test without it.
   */
  public static Path data(String name) {
    return find("FIVESIGMA_DATA", "data", name);
  }

  /** A file of reference values, such as {@code metrics.json}; skips the test without it. */
  public static Path reference(String name) {
    return find("FIVESIGMA_REFERENCE", "reference", name);
  }

  private static Path find(String variable, String folder, String name) {
    String configured = System.getenv(variable);
    Path base = configured != null ? Path.of(configured) : besideProject().resolve(folder);
    Path file = base.resolve(name);
    boolean there = Files.exists(file);
    if (!there) {
      System.out.println(
          "skipped: " + name + " is not under " + variable + " nor in ../shared/" + folder);
    }
    assumeTrue(
        there,
        () -> name + " is not on this machine (" + variable + " or ../shared/" + folder + ")");
    return file.toAbsolutePath().normalize();
  }

  private static Path besideProject() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path shared = folder.resolveSibling("shared");
      if (Files.isDirectory(shared.resolve("data"))) {
        return shared;
      }
      folder = folder.getParent();
    }
    return Path.of("..", "shared");
  }
}
