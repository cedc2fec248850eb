package org.fivesigma.report.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.report.RunFiles;
import org.fivesigma.report.figure.Bars;
import org.fivesigma.report.figure.Drawing;

/** How much each systematic variation moves the main values. */
final class SystematicPlots {
  private final RunData data;

  SystematicPlots(RunData data) {
    this.data = data;
  }

  List<Drawing> all() {
    List<Drawing> drawings = new ArrayList<>();
    if (!(data.json("systematics.json").get("variations") instanceof List<?> variations)) {
      return drawings;
    }
    String part = data.quoted().map(p -> p.part()).orElse("test");
    Map<String, Map<String, double[]>> shifts = new LinkedHashMap<>();
    for (Object variation : variations) {
      if (variation instanceof Map<?, ?> v && v.get("metrics") instanceof Map<?, ?> metrics) {
        int side = "up".equals(v.get("direction")) ? 1 : 0;
        metrics.forEach(
            (key, m) -> {
              String[] path = String.valueOf(key).split("/", -1);
              if (path.length == 2 && path[0].equals(part)) {
                shifts.computeIfAbsent(path[1], k -> new LinkedHashMap<>())
                        .computeIfAbsent(String.valueOf(v.get("source")), s -> new double[2])[
                        side] =
                    RunFiles.number(m, "shift");
              }
            });
      }
    }
    shifts.forEach(
        (metric, bySource) -> {
          Bars bars =
              new Bars(
                  "systematics_" + metric,
                  "Systematic shifts of " + part + " " + metric,
                  "shift of " + metric);
          bySource.forEach((source, shift) -> bars.shift(source, shift[0], shift[1]));
          drawings.add(bars);
        });
    return drawings;
  }
}
