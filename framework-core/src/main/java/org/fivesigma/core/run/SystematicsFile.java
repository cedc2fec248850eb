package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.evaluate.VariationResult;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;

/**
 * What systematic variations leave in the run folder: {@code <key>/<source>/<direction>} in {@code
 * metrics.json}, where every varied value also gets its total shifts, and {@code systematics.json}
 * with cuts and yields.
 */
final class SystematicsFile {
  private SystematicsFile() {}

  /** Adds the variations to the content of {@code metrics.json}. */
  static void addTo(Map<String, Object> metrics, List<VariationResult> results) {
    Map<String, Map<String, double[]>> shifts = new LinkedHashMap<>();
    for (VariationResult result : results) {
      String suffix = "/" + result.source() + "/" + result.direction();
      result
          .shifts()
          .forEach(
              (key, shift) -> {
                if (listed(key)) {
                  metrics.put(key + suffix, marked(json(shift), result));
                }
                double[] ends =
                    shifts
                        .computeIfAbsent(key, k -> new LinkedHashMap<>())
                        .computeIfAbsent(result.source(), k -> new double[2]);
                ends[0] = Math.max(ends[0], shift.shift());
                ends[1] = Math.min(ends[1], shift.shift());
              });
      result
          .cuts()
          .forEach(
              (id, cut) -> metrics.put("valid/" + id + "/cut" + suffix, marked(json(cut), result)));
    }
    shifts.forEach((key, bySource) -> total(metrics.get(key), bySource));
  }

  /** The main values and their first details; the rest is in {@code systematics.json}. */
  private static boolean listed(String key) {
    return key.split("/").length <= 3 && !key.endsWith("/n_eff");
  }

  private static Map<String, Object> marked(Map<String, Object> metric, VariationResult result) {
    metric.put("systematic", result.source());
    metric.put("direction", result.direction());
    return metric;
  }

  /** In quadrature over the sources, each with its largest shift up and down. */
  private static void total(Object metric, Map<String, double[]> bySource) {
    double up = 0;
    double down = 0;
    for (double[] ends : bySource.values()) {
      up = Math.hypot(up, ends[0]);
      down = Math.hypot(down, ends[1]);
    }
    if (metric instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // made by MetricsFile
      Map<String, Object> m = (Map<String, Object>) map;
      m.put("syst_up", up);
      m.put("syst_down", down == 0 ? 0 : -down);
    }
  }

  private static Map<String, Object> json(VariationResult.Shift shift) {
    Map<String, Object> m = new LinkedHashMap<>();
    boolean defined = !Double.isNaN(shift.value()) && !Double.isInfinite(shift.value());
    m.put("value", defined ? shift.value() : null);
    if (defined) {
      m.put("shift", shift.shift());
    } else {
      m.put("reason", shift.reason().orElse("not defined"));
    }
    m.put("n", (long) shift.n());
    return m;
  }

  private static Map<String, Object> json(VariationResult.CutShift cut) {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("value", cut.best().orElse(null));
    if (cut.best().isEmpty()) {
      m.put("reason", "no cut is a candidate under this variation");
    } else {
      cut.nominal().ifPresent(nominal -> m.put("shift", cut.best().get() - nominal));
    }
    return m;
  }

  /** Writes {@code systematics.json}: a list of variations with cuts and yields. */
  static void write(RunFolder folder, List<VariationResult> results) {
    if (results.isEmpty()) {
      return;
    }
    List<Object> variations = new ArrayList<>();
    for (VariationResult result : results) {
      Map<String, Object> m = new LinkedHashMap<>();
      m.put("source", result.source());
      m.put("direction", result.direction());
      Map<String, Object> metrics = new LinkedHashMap<>();
      result
          .shifts()
          .forEach(
              (key, shift) -> {
                Map<String, Object> entry = json(shift);
                entry.put("nominal", shift.nominal());
                metrics.put(key, entry);
              });
      m.put("metrics", metrics);
      Map<String, Object> cuts = new LinkedHashMap<>();
      result
          .cuts()
          .forEach(
              (id, cut) -> {
                Map<String, Object> entry = json(cut);
                entry.put("nominal", cut.nominal().orElse(null));
                cuts.put(id, entry);
              });
      m.put("cuts", cuts);
      Map<String, Object> yields = new LinkedHashMap<>();
      result.yields().forEach((part, shifts) -> yields.put(part, yields(shifts)));
      m.put("yields", yields);
      variations.add(m);
    }
    AtomicFiles.write(folder.file("systematics.json"), Json.text(Map.of("variations", variations)));
  }

  private static Map<String, Object> yields(List<VariationResult.YieldShift> shifts) {
    Map<String, Object> yields = new LinkedHashMap<>();
    for (VariationResult.YieldShift y : shifts) {
      Map<String, Object> m = new LinkedHashMap<>();
      m.put("nominal", y.nominal().total());
      m.put("varied", y.varied().total());
      m.put("nominal_accepted", y.nominal().accepted());
      m.put("varied_accepted", y.varied().accepted());
      m.put("nominal_events", (long) y.nominal().events());
      m.put("varied_events", (long) y.varied().events());
      yields.put(y.process(), m);
    }
    return yields;
  }
}
