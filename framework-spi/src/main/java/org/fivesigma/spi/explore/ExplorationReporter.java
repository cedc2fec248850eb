package org.fivesigma.spi.explore;

import java.io.IOException;
import org.fivesigma.spi.plugin.Kind;

/** Writes the report of an exploration (kind {@code exploration_reporter}; one is installed). */
public interface ExplorationReporter {
  /** The kind of these reporters. */
  Kind<ExplorationReporter> KIND =
      new Kind<>(
          "exploration_reporter",
          ExplorationReporter.class,
          "Writes the report of what was found in data.",
          false);

  /**
   * Writes {@code report.html}, one self-contained file, and {@code plots/<id>.svg} and {@code
   * plots/<id>.csv} into the run folder. Its size depends on the number of features, not of events.
   */
  void write(ExploredData data) throws IOException;
}
