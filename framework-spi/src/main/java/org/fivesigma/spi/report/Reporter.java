package org.fivesigma.spi.report;

import java.io.IOException;
import java.util.List;
import org.fivesigma.spi.plugin.Kind;

/** Draws the plots of a run and writes its report (kind {@code reporter}; one is installed). */
public interface Reporter {
  /** The kind of reporters. */
  Kind<Reporter> KIND =
      new Kind<>("reporter", Reporter.class, "Draws a run's plots and writes its report.", false);

  /**
   * Ids of the plots it can draw of a run, for the check of {@code evaluate.plots}; an id ending
   * with {@code *} stands for all that begin like it: {@code significance_*}. Empty: any is taken.
   */
  default List<String> plots() {
    return List.of();
  }

  /**
   * Writes {@code plots/<id>.svg}, {@code plots/<id>.csv}, {@code plots/<id>.png} and {@code
   * report.html} into the run folder. Everything that is not in {@code run} is read from the
   * folder, which is complete but for these files; so a report can be rebuilt at any time. The same
   * folder gives the same files.
   */
  void write(ReportedRun run) throws IOException;
}
