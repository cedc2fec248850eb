package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.Seeds;

/** The runs that a matrix or a repeat consists of. */
final class Variants {
  private Variants() {}

  /**
   * A run inside another.
   *
   * @param name of its folder
   * @param varied what makes it differ from its siblings, for trackers
   */
  record Variant(String name, ExperimentFile file, Map<String, String> varied) {}

  /** Every combination of the axes' variants that is not excluded, the last axis fastest. */
  static List<Variant> ofMatrix(ExperimentFile file) {
    Map<String, Object> matrix = file.experiment().orElseThrow().matrix();
    List<Map<String, String>> combinations = new ArrayList<>(List.of(Map.of()));
    for (Map.Entry<String, Object> axis : matrix.entrySet()) {
      if (axis.getKey().equals("exclude")) {
        continue;
      }
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> combination : combinations) {
        for (Object variant : ((Map<?, ?>) axis.getValue()).keySet()) {
          Map<String, String> next = new LinkedHashMap<>(combination);
          next.put(axis.getKey(), String.valueOf(variant));
          longer.add(next);
        }
      }
      combinations = longer;
    }
    List<Variant> variants = new ArrayList<>();
    ExperimentFile base = file.without("matrix");
    for (Map<String, String> combination : combinations) {
      if (!excluded(matrix.get("exclude"), combination)) {
        Map<String, Object> overrides = new LinkedHashMap<>();
        combination.forEach(
            (axis, variant) -> {
              Object settings = ((Map<?, ?>) matrix.get(axis)).get(variant);
              if (settings instanceof Map<?, ?> map) {
                map.forEach((path, value) -> overrides.put(String.valueOf(path), value));
              }
            });
        String name =
            combination.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(","));
        variants.add(
            new Variant(name, overrides.isEmpty() ? base : base.with(overrides), combination));
      }
    }
    return variants;
  }

  private static boolean excluded(Object exclude, Map<String, String> combination) {
    if (!(exclude instanceof List<?> rules)) {
      return false;
    }
    return rules.stream()
        .filter(Map.class::isInstance)
        .map(r -> (Map<?, ?>) r)
        .anyMatch(
            rule ->
                rule.entrySet().stream()
                    .allMatch(
                        e ->
                            e.getValue() instanceof List<?> several
                                ? several.stream()
                                    .anyMatch(
                                        v ->
                                            String.valueOf(v)
                                                .equals(
                                                    combination.get(String.valueOf(e.getKey()))))
                                : String.valueOf(e.getValue())
                                    .equals(combination.get(String.valueOf(e.getKey())))));
  }

  /** {@code repeat-1} has the file's own seed, the others seeds derived from it. */
  static List<Variant> ofRepeat(ExperimentFile file) {
    Experiment experiment = file.experiment().orElseThrow();
    Experiment.Repeat repeat = experiment.repeat().orElseThrow();
    ExperimentFile base = file.without("repeat");
    List<Variant> variants = new ArrayList<>();
    for (int i = 1; i <= repeat.times(); i++) {
      Map<String, Object> overrides = new LinkedHashMap<>();
      Map<String, String> varied = new LinkedHashMap<>();
      if (!repeat.vary().equals("split")) {
        overrides.put(
            "training_seed",
            seed(experiment.trainingSeed().orElse(experiment.seed()), "repeat-training", i));
      }
      if (!repeat.vary().equals("training")) {
        overrides.put(
            "split_seed",
            seed(experiment.splitSeed().orElse(experiment.seed()), "repeat-split", i));
      }
      varied.put("repeat", Integer.toString(i));
      overrides.forEach((k, v) -> varied.put(k, v.toString()));
      variants.add(new Variant("repeat-" + i, base.with(overrides), varied));
    }
    return variants;
  }

  private static long seed(long seed, String purpose, int index) {
    return index == 1 ? seed : new Seeds(seed).derive(purpose, index) >>> 33;
  }
}
