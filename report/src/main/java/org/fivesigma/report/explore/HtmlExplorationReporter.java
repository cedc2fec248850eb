package org.fivesigma.report.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.explore.Exploration.ClassBalance;
import org.fivesigma.spi.explore.Exploration.Feature;
import org.fivesigma.spi.explore.ExplorationReporter;
import org.fivesigma.spi.explore.ExploredData;

/** Writes {@code plots/} and {@code report.html} of an exploration. */
public final class HtmlExplorationReporter implements ExplorationReporter {
  private static final int MOST_DRAWN = 300;

  @Override
  public void write(ExploredData data) throws IOException {
    ExplorationPage page = new ExplorationPage(data);
    Path plots = Files.createDirectories(data.folder().resolve("plots"));
    List<String> classes = data.found().classes().stream().map(ClassBalance::name).toList();
    Map<String, String> drawings = new LinkedHashMap<>();
    for (Feature feature : page.ranked()) {
      FeatureDrawing drawing = new FeatureDrawing(feature);
      if (drawings.size() < MOST_DRAWN && !drawing.empty()) {
        String svg = drawing.svg();
        String file = "feature_" + Text.fileName(feature.name());
        Files.writeString(plots.resolve(file + ".svg"), svg);
        Files.writeString(plots.resolve(file + ".csv"), drawing.csv(classes));
        drawings.put(feature.name(), svg);
      }
    }
    Path resolved = data.folder().resolve("resolved.yaml");
    String html = page.html(drawings, Files.exists(resolved) ? Files.readString(resolved) : "");
    Path temporary = data.folder().resolve("report.html.tmp");
    Files.writeString(temporary, html);
    Files.move(
        temporary,
        data.folder().resolve("report.html"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
