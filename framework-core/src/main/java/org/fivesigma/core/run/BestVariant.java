package org.fivesigma.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;

/**
 * {@code matrix.json}: which variant of a matrix did best, by its first metric that is to be made
 * large or small; on {@code valid}, since test is no part to choose by.
 *
 * @param objective a metric's key
 * @param values of the variants, by name
 */
record BestVariant(String objective, Direction direction, Map<String, Double> values, String best) {
  private static final String PART = "valid/";

  /**
   * The best of these runs; empty where they have no such metric.
   *
   * @param runs the metrics of the variants that finished, by name
   */
  static Optional<BestVariant> of(ExperimentFile file, Map<String, Map<String, Object>> runs) {
    for (String key : runs.values().iterator().next().keySet()) {
      String id = key.substring(key.indexOf('/') + 1);
      if (!key.startsWith(PART) || id.contains("/")) {
        continue;
      }
      Direction direction =
          Metrics.byId(
                  file, file.experiment().orElseThrow().evaluate().metrics().orElse(List.of()), id)
              .map(Metric::direction)
              .orElse(Direction.NONE);
      if (direction != Direction.NONE) {
        return of(key, direction, runs);
      }
    }
    return Optional.empty();
  }

  private static Optional<BestVariant> of(
      String key, Direction direction, Map<String, Map<String, Object>> runs) {
    Map<String, Double> values = new LinkedHashMap<>();
    runs.forEach(
        (name, metrics) -> {
          double value = MetricsFile.value(metrics, key);
          if (!Double.isNaN(value)) {
            values.put(name, value);
          }
        });
    double sign = direction == Direction.MINIMISE ? -1 : 1;
    String best = null;
    for (Map.Entry<String, Double> each : values.entrySet()) {
      if (best == null || sign * each.getValue() > sign * values.get(best)) {
        best = each.getKey();
      }
    }
    return Optional.ofNullable(best).map(b -> new BestVariant(key, direction, values, b));
  }

  void write(RunFolder folder) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("objective", objective);
    content.put("maximise", direction == Direction.MAXIMISE);
    content.put("best", best);
    content.put("value", values.get(best));
    content.put("variants", values);
    AtomicFiles.write(folder.file("matrix.json"), Json.text(content));
  }
}
