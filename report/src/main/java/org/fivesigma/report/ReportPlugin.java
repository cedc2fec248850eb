package org.fivesigma.report;

import java.util.List;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.report.Reporter;

/** Offers the HTML report. */
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
            HtmlReporter::new));
  }
}
