package org.fivesigma.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.evaluate.Evaluation;
import org.fivesigma.core.evaluate.Evaluator;
import org.fivesigma.core.evaluate.MetricValue;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.Json;

/** {@code metrics.json}: {@code {"test/auc": {"value", "std_error", "low", "high", "n"}}}. */
public final class MetricsFile {
  private MetricsFile() {}

  /** The file's content. */
  static Map<String, Object> json(Map<String, MetricValue> values) {
    Map<String, Object> content = new LinkedHashMap<>();
    values.forEach(
        (key, v) -> {
          Map<String, Object> m = new LinkedHashMap<>();
          m.put("value", v.defined() && !Double.isInfinite(v.value()) ? v.value() : null);
          v.reason().ifPresent(r -> m.put("reason", r));
          if (Double.isInfinite(v.value())) {
            m.put("reason", "infinite");
          }
          v.error()
              .ifPresent(
                  e -> {
                    m.put("std_error", e.standardError());
                    m.put("low", e.low());
                    m.put("high", e.high());
                  });
          m.put("n", (long) v.n());
          content.put(key, m);
        });
    return content;
  }

  /** How far the cut sculpts each numeric spectator: {@code <part>/sculpting/<spectator>}. */
  static void addSculpting(
      Map<String, Object> metrics,
      Evaluator evaluator,
      Evaluation evaluation,
      EventData data,
      RunScores scores) {
    for (ScoredPart part : scores.parts()) {
      data.spectators()
          .forEach(
              (name, column) -> {
                double distance =
                    evaluator.sculpting(
                        evaluation,
                        part,
                        Predictions.select(column, scores.rows().get(part.name())));
                if (!Double.isNaN(distance)) {
                  Map<String, Object> m = new LinkedHashMap<>();
                  m.put("value", distance);
                  m.put("n", (long) part.rows());
                  metrics.put(part.name() + "/sculpting/" + name, m);
                }
              });
    }
  }

  /**
   * The spread of an ensemble's members beside the error bar of the events, where the models tell
   * it: {@code member_spread}, their standard deviation.
   */
  static void addMemberSpread(Map<String, Object> metrics, Map<String, Object> facts) {
    if (facts.get("spread") instanceof Map<?, ?> spread) {
      spread.forEach(
          (key, s) -> {
            if (s instanceof Map<?, ?> values
                && values.get("std") instanceof Number deviation
                && metrics.get(String.valueOf(key)) instanceof Map<?, ?> entry) {
              Map<String, Object> m = new LinkedHashMap<>();
              entry.forEach((k, v) -> m.put(String.valueOf(k), v));
              m.put("member_spread", deviation.doubleValue());
              metrics.put(String.valueOf(key), m);
            }
          });
    }
  }

  /** The value of a key in the content of a {@code metrics.json}; NaN where there is none. */
  public static double value(Map<String, Object> metrics, String key) {
    return field(metrics, key, "value").orElse(Double.NaN);
  }

  /** A field of a key, where it is a number. */
  public static Optional<Double> field(Map<String, Object> metrics, String key, String field) {
    return metrics.get(key) instanceof Map<?, ?> m && m.get(field) != null
        ? Optional.of(Json.number(m.get(field)))
        : Optional.empty();
  }
}
