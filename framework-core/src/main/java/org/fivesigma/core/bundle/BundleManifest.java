package org.fivesigma.core.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fivesigma.core.folder.Json;

/**
 * {@code manifest.json}: what a bundle takes and gives.
 *
 * @param name of the experiment
 * @param classes class names in the order of the scores
 * @param signal index of the signal class
 * @param features raw feature columns in order, with the range seen in training
 * @param ids id columns; {@code row} is the row of the file
 * @param spectators columns carried along
 * @param missing numbers that mean missing
 * @param derive SQL of derived columns that features need
 * @param cut accepted when score ≥ cut; absent when no cut could be chosen
 * @param cutMetric the metric whose cut it is
 * @param folds models chosen by a hash of the id; 0: all models are averaged
 * @param models how many models there are
 * @param provenance data digests, versions, git, metrics
 */
public record BundleManifest(
    String name,
    List<String> classes,
    int signal,
    List<Feature> features,
    List<String> ids,
    List<String> spectators,
    List<Double> missing,
    Map<String, String> derive,
    Optional<Double> cut,
    Optional<String> cutMetric,
    int folds,
    int models,
    Map<String, Object> provenance) {
  /** Format version this program writes; it reads this and all before. */
  public static final int FORMAT = 1;

  private static final int MOST_MODELS = 10_000;

  /** A feature column and the range of its values in training. */
  public record Feature(String name, double min, double max, long missing) {
    /** How many of these values lie outside the range; missing ones do not. */
    public long outside(float[] values) {
      long n = 0;
      for (float v : values) {
        n += v < min || v > max ? 1 : 0;
      }
      return n;
    }
  }

  /** Names of the features in order. */
  public List<String> featureNames() {
    return features.stream().map(Feature::name).toList();
  }

  /** Scores per event: 1 when binary, else one per class. */
  public int outputs() {
    return classes.size() == 2 ? 1 : classes.size();
  }

  /** Names of the score columns: {@code score}, or {@code score_<class>} for each class. */
  public List<String> scoreNames() {
    return outputs() == 1 ? List.of("score") : classes.stream().map(c -> "score_" + c).toList();
  }

  /** The cuts of all metrics that have one, by the metric's id. */
  public Map<String, Double> cuts() {
    Map<String, Double> cuts = new LinkedHashMap<>();
    if (provenance.get("cuts") instanceof Map<?, ?> saved) {
      saved.forEach((id, value) -> cuts.put(String.valueOf(id), Json.number(value)));
    }
    return cuts;
  }

  Map<String, Object> json(Map<String, String> sums) {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("format", (long) FORMAT);
    m.put("name", name);
    m.put("classes", classes);
    m.put("signal_class", classes.get(signal));
    m.put(
        "features",
        features.stream()
            .map(
                f -> {
                  Map<String, Object> feature = new LinkedHashMap<>();
                  feature.put("name", f.name());
                  feature.put("type", "float32");
                  feature.put("min", f.min());
                  feature.put("max", f.max());
                  feature.put("missing", f.missing());
                  return feature;
                })
            .toList());
    m.put("id", ids);
    m.put("spectators", spectators);
    m.put("missing", missing);
    m.put("derive", derive);
    m.put("cut", cut.orElse(null));
    m.put("cut_metric", cutMetric.orElse(null));
    m.put("folds", (long) folds);
    m.put("models", (long) models);
    m.put("provenance", provenance);
    m.put("files", sums);
    return m;
  }

  @SuppressWarnings("unchecked")
  static BundleManifest of(Map<String, Object> m) throws IOException {
    try {
      List<String> classes = texts(m, "classes");
      List<Feature> features = new ArrayList<>();
      for (Object f : (List<Object>) m.get("features")) {
        Map<String, Object> feature = (Map<String, Object>) f;
        features.add(
            new Feature(
                (String) feature.get("name"),
                Json.number(feature.get("min")),
                Json.number(feature.get("max")),
                ((Number) feature.get("missing")).longValue()));
      }
      Map<String, String> derive = new LinkedHashMap<>();
      ((Map<String, Object>) m.get("derive")).forEach((k, v) -> derive.put(k, (String) v));
      int signal = classes.indexOf((String) m.get("signal_class"));
      if (classes.size() < 2 || signal < 0) {
        throw new IOException("its manifest names no valid signal class");
      }
      for (Map.Entry<String, String> formula : derive.entrySet()) {
        DerivedSql.check(formula.getKey(), formula.getValue());
      }
      int folds = count(m, "folds", 0);
      int models = count(m, "models", 1);
      if (folds > 0 && models != folds) {
        throw new IOException("it has " + models + " models for " + folds + " folds");
      }
      if (features.isEmpty()
          || features.stream().map(Feature::name).distinct().count() != features.size()) {
        throw new IOException("its manifest names no features, or one of them twice");
      }
      Object cut = m.get("cut");
      if (cut != null && !Double.isFinite(Json.number(cut))) {
        throw new IOException("its cut is " + cut);
      }
      return new BundleManifest(
          Objects.requireNonNull((String) m.get("name")),
          classes,
          signal,
          List.copyOf(features),
          texts(m, "id"),
          texts(m, "spectators"),
          ((List<Object>) m.get("missing"))
              .stream().map(code -> ((Number) code).doubleValue()).toList(),
          derive,
          Optional.ofNullable(m.get("cut")).map(Json::number),
          Optional.ofNullable((String) m.get("cut_metric")),
          folds,
          models,
          Objects.requireNonNull((Map<String, Object>) m.get("provenance")));
    } catch (ClassCastException | NullPointerException | NumberFormatException e) {
      throw new IOException("its manifest lacks a field or has one of another type", e);
    }
  }

  private static int count(Map<String, Object> m, String key, int least) throws IOException {
    long value = (Long) m.get(key);
    if (value < least || value > MOST_MODELS) {
      throw new IOException("its manifest says '" + key + "': " + value);
    }
    return (int) value;
  }

  private static List<String> texts(Map<String, Object> m, String key) {
    return ((List<?>) m.get(key)).stream().map(String.class::cast).toList();
  }
}
