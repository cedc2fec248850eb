package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of a run that has others inside. */
final class Summaries {
  private Summaries() {}

  /**
   * Mean over repeats, by key: {@code value} is the mean, {@code spread} the standard deviation
   * from run to run (of the training), {@code std_error} the mean error bar of one run (of the
   * events): the two are different things.
   */
  static Map<String, Object> ofRepeats(List<Map<String, Object>> runs) {
    Map<String, Object> summary = new LinkedHashMap<>();
    if (runs.isEmpty()) {
      return summary;
    }
    for (String key : runs.get(0).keySet()) {
      List<Double> values = fields(runs, key, "value");
      Map<String, Object> m = new LinkedHashMap<>();
      if (values.isEmpty()) {
        m.put("value", null);
        m.put("reason", "no run has a value");
      } else {
        m.put("value", mean(values));
        m.put("spread", values.size() < 2 ? null : deviation(values));
        for (String field : List.of("std_error", "low", "high", "shift", "syst_up", "syst_down")) {
          List<Double> errors = fields(runs, key, field);
          if (!errors.isEmpty()) {
            m.put(field, mean(errors));
          }
        }
      }
      if (runs.get(0).get(key) instanceof Map<?, ?> first && first.containsKey("systematic")) {
        m.put("systematic", first.get("systematic"));
        m.put("direction", first.get("direction"));
      }
      m.put("runs", (long) values.size());
      MetricsFile.field(runs.get(0), key, "n").ifPresent(n -> m.put("n", n.longValue()));
      summary.put(key, m);
    }
    return summary;
  }

  /** All metrics of a matrix: {@code <variant>/<part>/<metric>}. */
  static Map<String, Object> ofMatrix(Map<String, Map<String, Object>> runs) {
    Map<String, Object> summary = new LinkedHashMap<>();
    runs.forEach(
        (variant, metrics) -> metrics.forEach((key, m) -> summary.put(variant + "/" + key, m)));
    return summary;
  }

  private static List<Double> fields(List<Map<String, Object>> runs, String key, String field) {
    List<Double> values = new ArrayList<>();
    for (Map<String, Object> run : runs) {
      Optional<Double> v = MetricsFile.field(run, key, field);
      v.ifPresent(values::add);
    }
    return values;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).sum() / values.size();
  }

  private static double deviation(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }
}
