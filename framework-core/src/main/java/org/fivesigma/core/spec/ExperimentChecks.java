package org.fivesigma.core.spec;

import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;

/** Rules that join several blocks of an experiment, as far as they can be checked without data. */
final class ExperimentChecks {
  private final PluginCatalog catalog;
  private final Experiment experiment;
  private final Node.Mapping resolved;
  private final Problems problems;

  ExperimentChecks(
      PluginCatalog catalog, Experiment experiment, Node.Mapping resolved, Problems problems) {
    this.catalog = catalog;
    this.experiment = experiment;
    this.resolved = resolved;
    this.problems = problems;
  }

  void run() {}
}
