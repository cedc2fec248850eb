package org.fivesigma.report;

import java.util.List;
import org.fivesigma.report.explore.HtmlExplorationReporter;
import org.fivesigma.spi.explore.ExplorationReporter;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.report.Reporter;

/** Offers the HTML reports of runs and of data. */
public final class ReportPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-report";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(
            Reporter.KIND,
            "html",
            "Plots as SVG, PNG and csv, and one self-contained HTML file.",
            HtmlReporter::new),
        Extension.of(
            ExplorationReporter.KIND,
            "html",
            "Tables, histograms and correlation maps of data, in one self-contained HTML file.",
            HtmlExplorationReporter::new));
  }
}
