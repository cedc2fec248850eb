package org.fivesigma.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.report.figure.Drawing;
import org.fivesigma.report.plot.Plots;
import org.fivesigma.spi.report.ReportedRun;
import org.fivesigma.spi.report.Reporter;

/** Writes {@code plots/} and {@code report.html} of a run. */
final class HtmlReporter implements Reporter {
  @Override
  public List<String> plots() {
    return Plots.IDS;
  }

  @Override
  public void write(ReportedRun run) throws IOException {
    System.setProperty("java.awt.headless", "true");
    RunFiles files = new RunFiles(run.folder());
    Map<String, String> drawings = new LinkedHashMap<>();
    for (Drawing drawing : Plots.of(run, files)) {
      drawings.put(drawing.title(), drawing.write(run.folder().resolve("plots")));
    }
    String page = new Page(run, files).html(drawings);
    Path temporary = run.folder().resolve("report.html.tmp");
    Files.writeString(temporary, page);
    Files.move(
        temporary,
        run.folder().resolve("report.html"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
