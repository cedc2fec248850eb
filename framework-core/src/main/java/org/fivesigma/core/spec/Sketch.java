package org.fivesigma.core.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.option.ModelSpec;

/**
 * The top-level blocks of an experiment that are right by themselves. Checks that join blocks run
 * on those there are, so that one mistake hides no other.
 */
final class Sketch {
  private final Map<String, Object> components;

  Sketch(Map<String, Object> components) {
    this.components = components;
  }

  private <T> Optional<T> get(String key, Class<T> type) {
    return Optional.ofNullable(components.get(key)).map(type::cast);
  }

  /** The blocks of these names alone. */
  Sketch only(String... keys) {
    Map<String, Object> chosen = new LinkedHashMap<>(components);
    chosen.keySet().retainAll(List.of(keys));
    return new Sketch(chosen);
  }

  /** The blocks that another sketch lacks. */
  Sketch without(Sketch other) {
    Map<String, Object> chosen = new LinkedHashMap<>(components);
    chosen.keySet().removeAll(other.components.keySet());
    return new Sketch(chosen);
  }

  /** These blocks and those of another sketch. */
  Sketch with(Sketch other) {
    Map<String, Object> all = new LinkedHashMap<>(components);
    all.putAll(other.components);
    return new Sketch(all);
  }

  /** Whether no block is known. */
  boolean isEmpty() {
    return components.isEmpty();
  }

  Optional<String> name() {
    return Optional.ofNullable(components.get("name"))
        .map(name -> ((Optional<?>) name).map(String::valueOf).orElse(""));
  }

  /** The devices; empty when that key is wrong. */
  List<String> device() {
    return strings(components.get("device"));
  }

  private static List<String> strings(Object list) {
    return list instanceof List<?> l ? l.stream().map(String.class::cast).toList() : List.of();
  }

  Optional<DataSpec> data() {
    return get("data", DataSpec.class);
  }

  Optional<Experiment.SplitSpec> split() {
    return get("split", Experiment.SplitSpec.class);
  }

  Optional<ModelSpec> model() {
    return get("model", ModelSpec.class);
  }

  Optional<Experiment.EvaluateSpec> evaluate() {
    return get("evaluate", Experiment.EvaluateSpec.class);
  }

  Optional<Experiment.TuneSpec> tune() {
    return Optional.ofNullable(components.get("tune"))
        .flatMap(tune -> ((Optional<?>) tune).map(Experiment.TuneSpec.class::cast));
  }

  /** The four-momenta; empty when that block is wrong. */
  Optional<Map<String, Experiment.MomentumSpec>> momenta() {
    return map("momenta");
  }

  /** Whether a sample is reweighted. */
  boolean isReweighted() {
    return components.get("reweight") instanceof Optional<?> reweight && reweight.isPresent();
  }

  /** The systematics; empty when that block is wrong. */
  Optional<Map<String, Experiment.Systematic>> systematics() {
    return map("systematics");
  }

  @SuppressWarnings("unchecked") // bound to a component of this type
  private <T> Optional<Map<String, T>> map(String key) {
    return Optional.ofNullable((Map<String, T>) components.get(key));
  }
}
