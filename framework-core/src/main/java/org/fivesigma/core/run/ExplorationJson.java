package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.explore.Exploration;

/** {@code explore.json}: everything that was found in data, for programs. */
public final class ExplorationJson {
  private ExplorationJson() {}

  /** The document. */
  public static Map<String, Object> of(Exploration found) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rows", found.rows());
    document.put("remarks", found.remarks());
    Map<String, Object> duplicates = new LinkedHashMap<>();
    duplicates.put("rows", found.duplicates().rows());
    duplicates.put("across_classes", found.duplicates().acrossClasses());
    duplicates.put("ids", found.duplicates().ids());
    document.put("duplicates", duplicates);
    document.put("classes", found.classes().stream().map(ExplorationJson::balance).toList());
    document.put("features", found.features().stream().map(ExplorationJson::feature).toList());
    List<Object> maps = new ArrayList<>();
    for (Exploration.Correlations c : found.correlations()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("class", c.className());
      map.put("events", c.events());
      map.put("matrix", Arrays.stream(c.matrix()).map(ExplorationJson::list).toList());
      maps.add(map);
    }
    document.put("correlations", maps);
    return document;
  }

  private static Map<String, Object> balance(Exploration.ClassBalance c) {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("class", c.name());
    m.put("events", c.events());
    m.put("sum_of_weights", c.sumOfWeights());
    m.put("sum_of_squared_weights", c.sumOfSquaredWeights());
    m.put("negative_weights", c.negative());
    m.put("effective_events", c.effective());
    return m;
  }

  private static Map<String, Object> feature(Exploration.Feature f) {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("name", f.name());
    m.put("missing", f.missing());
    m.put("distinct", f.distinct());
    m.put("min", f.min());
    m.put("max", f.max());
    m.put("mean", f.mean());
    m.put("standard_deviation", f.standardDeviation());
    m.put("quantiles", list(f.quantiles()));
    m.put("shape", f.shape());
    m.put("oddities", f.oddities());
    f.auc().ifPresent(v -> m.put("auc", v));
    f.ks().ifPresent(v -> m.put("ks", v));
    f.drift().ifPresent(v -> m.put("drift", v));
    f.driftProbability().ifPresent(v -> m.put("drift_probability", v));
    Map<String, Object> histogram = new LinkedHashMap<>();
    histogram.put("edges", list(f.histogram().edges()));
    histogram.put("sums", Arrays.stream(f.histogram().sums()).map(ExplorationJson::list).toList());
    histogram.put(
        "errors", Arrays.stream(f.histogram().errors()).map(ExplorationJson::list).toList());
    histogram.put("below", list(f.histogram().below()));
    histogram.put("above", list(f.histogram().above()));
    m.put("histogram", histogram);
    return m;
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
