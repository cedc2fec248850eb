package org.fivesigma.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.evaluate.MetricValue;
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
