package org.fivesigma.models.xgboost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fivesigma.spi.UserError;

/** The options as the library takes them: texts by parameter, constraints by feature number. */
final class XgboostParameters {
  private static final Set<String> BINARY =
      Set.of("binary:logistic", "reg:logistic", "binary:logitraw");
  private static final Set<String> MULTICLASS = Set.of("multi:softprob", "multi:softmax");

  private final XgboostOptions options;
  private final List<String> features;
  private final int classes;

  /**
   * For a training.
   *
   * @param features what the model sees, in order
   */
  XgboostParameters(XgboostOptions options, List<String> features, int classes) {
    this.options = options;
    this.features = features;
    this.classes = classes;
  }

  /**
   * The parameters, in a fixed order.
   *
   * @throws UserError for an objective or number of classes that does not fit the data, and for a
   *     constraint on a feature that is not there
   */
  Map<String, Object> forLibrary(long seed, int threads) {
    Map<String, Object> p = new LinkedHashMap<>();
    p.put("booster", options.booster());
    p.put("objective", objective());
    checkClasses();
    if (classes > 2) {
      p.put("num_class", classes);
      p.put("multi_strategy", options.multiStrategy());
    }
    options.baseScore().ifPresent(b -> p.put("base_score", b));
    p.put(
        "eta", options.learningRates().isEmpty() ? options.eta() : options.learningRates().get(0));
    p.put("lambda", options.lambda());
    p.put("alpha", options.alpha());
    if (classes == 2) {
      p.put("scale_pos_weight", options.scalePosWeight());
    }
    if (!options.updater().isEmpty()) {
      p.put("updater", String.join(",", options.updater()));
    }
    if (options.trees()) {
      putTrees(p);
    } else {
      p.put("feature_selector", options.featureSelector());
      p.put("top_k", options.topK());
    }
    p.put("seed", options.seed().orElse(seed));
    p.put("seed_per_iteration", options.seedPerIteration());
    // The linear booster's threads write into one another's sums: not twice the same bits.
    p.put("nthread", options.trees() ? Math.min(threads, options.nthread().orElse(threads)) : 1);
    p.put("device", "cpu");
    p.put("verbosity", options.verbosity());
    p.put("validate_parameters", options.validateParameters());
    return p;
  }

  /**
   * The parameters that decide what the library keeps inside a matrix while it trains: how features
   * are quantised. Under {@code approx} it follows the gradients of the training itself.
   */
  static String quantisation(Map<String, Object> parameters) {
    return Stream.of("booster", "tree_method", "updater", "process_type", "max_bin", "nthread")
        .map(name -> name + "=" + parameters.get(name))
        .collect(Collectors.joining(","));
  }

  private void putTrees(Map<String, Object> p) {
    p.put("gamma", options.gamma());
    p.put("max_depth", options.maxDepth());
    p.put("min_child_weight", options.minChildWeight());
    p.put("max_delta_step", options.maxDeltaStep());
    p.put("subsample", options.subsample());
    p.put("sampling_method", options.samplingMethod());
    p.put("colsample_bytree", options.colsampleBytree());
    p.put("colsample_bylevel", options.colsampleBylevel());
    p.put("colsample_bynode", options.colsampleBynode());
    p.put("tree_method", options.treeMethod());
    p.put("refresh_leaf", options.refreshLeaf() ? 1 : 0);
    p.put("process_type", options.processType());
    p.put("grow_policy", options.growPolicy());
    p.put("max_leaves", options.maxLeaves());
    p.put("max_bin", options.maxBin());
    p.put("num_parallel_tree", options.numParallelTree());
    options.maxCachedHistNode().ifPresent(n -> p.put("max_cached_hist_node", n));
    if (!options.monotoneConstraints().isEmpty()) {
      p.put("monotone_constraints", monotone());
    }
    if (!options.interactionConstraints().isEmpty()) {
      p.put("interaction_constraints", interactions());
    }
    if (!options.featureTypes().isEmpty()) {
      options.featureTypes().keySet().forEach(f -> index(f, "feature_types." + f));
      p.put("max_cat_to_onehot", options.maxCatToOnehot());
      p.put("max_cat_threshold", options.maxCatThreshold());
    }
    if (options.booster().equals("dart")) {
      p.put("sample_type", options.sampleType());
      p.put("normalize_type", options.normalizeType());
      p.put("rate_drop", options.rateDrop());
      p.put("one_drop", options.oneDrop() ? 1 : 0);
      p.put("skip_drop", options.skipDrop());
    }
  }

  /**
   * The objective that is trained. Those that differ only in what {@code predict} returns are one:
   * scores are always made from margins.
   */
  private String objective() {
    String wanted = options.objective().orElse(classes == 2 ? "binary:logistic" : "multi:softprob");
    if (!(classes == 2 ? BINARY : MULTICLASS).contains(wanted)) {
      throw UserError.of(
              "bad-objective",
              "objective '" + wanted + "' does not fit data of " + classes + " classes")
          .at("objective")
          .hint("use " + (classes == 2 ? "binary:logistic" : "multi:softprob"));
    }
    return switch (wanted) {
      case "binary:logitraw" -> "binary:logistic";
      case "multi:softmax" -> "multi:softprob";
      default -> wanted;
    };
  }

  private void checkClasses() {
    options
        .numClass()
        .filter(n -> n != classes && !(classes == 2 && n <= 1))
        .ifPresent(
            n -> {
              throw UserError.of(
                      "bad-value",
                      "num_class is " + n + ", but the data has " + classes + " classes")
                  .at("num_class")
                  .hint("leave num_class out");
            });
  }

  private String monotone() {
    int[] directions = new int[features.size()];
    options
        .monotoneConstraints()
        .forEach((f, d) -> directions[index(f, "monotone_constraints." + f)] = d);
    return java.util.Arrays.stream(directions)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "(", ")"));
  }

  private String interactions() {
    List<String> groups = new ArrayList<>();
    for (int g = 0; g < options.interactionConstraints().size(); g++) {
      List<String> group = options.interactionConstraints().get(g);
      TreeSet<Integer> numbers = new TreeSet<>();
      for (int i = 0; i < group.size(); i++) {
        numbers.add(index(group.get(i), "interaction_constraints[" + g + "][" + i + "]"));
      }
      groups.add(numbers.toString());
    }
    return groups.toString();
  }

  private int index(String feature, String key) {
    int index = features.indexOf(feature);
    if (index < 0) {
      throw UserError.of("missing-feature", "'" + feature + "' is no feature of this model")
          .at(key)
          .hint(
              "it sees "
                  + (features.size() <= 12
                      ? String.join(", ", features)
                      : String.join(", ", features.subList(0, 12)) + ", ..."));
    }
    return index;
  }

  /** Options that were set but have no effect on this booster. */
  List<String> idle() {
    List<String> idle = new ArrayList<>();
    if (!options.booster().equals("dart") && (options.rateDrop() > 0 || options.oneDrop())) {
      idle.add("rate_drop and one_drop have no effect but under booster dart");
    }
    if (!options.trees()
        && (options.maxDepth() != 6 || options.subsample() != 1 || options.gamma() != 0)) {
      idle.add("parameters of trees have no effect under booster gblinear");
    }
    if (classes > 2 && options.scalePosWeight() != 1) {
      idle.add("scale_pos_weight has no effect on more than two classes");
    }
    return idle;
  }
}
