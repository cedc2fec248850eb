package org.fivesigma.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.testing.OptionsForTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class XgboostOptionsTest {
  /** What the training loop uses itself. */
  private static final Set<String> OURS =
      Set.of(
          "num_boost_round",
          "early_stopping",
          "num_class",
          "learning_rates",
          "feature_types",
          "eval_metric",
          "device",
          "xgb_model");

  private static final Map<String, Object> OTHER =
      Map.ofEntries(
          Map.entry("booster", "dart"),
          Map.entry("objective", "reg:logistic"),
          Map.entry("sampling_method", "gradient_based"),
          Map.entry("tree_method", "approx"),
          Map.entry("updater", List.of("grow_colmaker", "prune")),
          Map.entry("process_type", "update"),
          Map.entry("grow_policy", "lossguide"),
          Map.entry("monotone_constraints", Map.of("b", -1)),
          Map.entry("interaction_constraints", List.of(List.of("c", "a"), List.of("b"))),
          Map.entry("multi_strategy", "multi_output_tree"),
          Map.entry("sample_type", "weighted"),
          Map.entry("normalize_type", "forest"),
          Map.entry("feature_selector", "greedy"));

  @TestFactory
  Stream<DynamicTest> everyOptionReachesTheLibrary() {
    return Stream.of(XgboostOptions.class.getRecordComponents())
        .filter(c -> !OURS.contains(key(c)))
        .map(c -> DynamicTest.dynamicTest(key(c), () -> reaches(c)));
  }

  private static void reaches(RecordComponent component) {
    String key = key(component);
    Map<String, Object> set = new HashMap<>();
    if (Set.of("feature_selector", "top_k").contains(key)) {
      set.put("booster", "gblinear");
    } else if (!key.equals("booster")) {
      set.put("booster", "dart");
    }
    if (key.startsWith("max_cat")) {
      set.put("feature_types", Map.of("a", "c"));
    }
    int classes = key.equals("multi_strategy") ? 3 : 2;
    Map<String, Object> before = library(set, classes);
    set.put(key, other(component));
    Map<String, Object> after = library(set, classes);
    assertThat(after.get(key)).as(key).isNotNull().isNotEqualTo(before.get(key));
  }

  private static Object other(RecordComponent component) {
    String key = key(component);
    if (OTHER.containsKey(key)) {
      return OTHER.get(key);
    }
    Class<?> type = component.getType();
    if (type == boolean.class) {
      return !Boolean.parseBoolean(component.getAnnotation(Option.class).value());
    }
    return switch (key) {
      case "seed" -> 77L;
      case "max_cached_hist_node" -> 99L;
      case "nthread" -> 3;
      default -> type == int.class ? (Object) 3 : (Object) 0.625;
    };
  }

  private static Map<String, Object> library(Map<String, ?> options, int classes) {
    return new XgboostParameters(
            OptionsForTests.of(XgboostOptions.class, options), List.of("a", "b", "c"), classes)
        .forLibrary(1, 4);
  }

  private static String key(RecordComponent component) {
    String key = component.getAnnotation(Option.class).key();
    return key.isEmpty()
        ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT)
        : key;
  }

  @Test
  void constraintsAreByFeatureNumber() {
    assertThat(library(OTHER, 2))
        .containsEntry("monotone_constraints", "(0,-1,0)")
        .containsEntry("interaction_constraints", "[[0, 2], [1]]");
  }

  @Test
  void theLibrarysOtherSpellingsAreTaken() {
    Map<String, Object> p =
        library(
            Map.of(
                "learning_rate", 0.1, "reg_alpha", 2.0, "reg_lambda", 3.0, "min_split_loss", 4.0),
            2);
    assertThat(p)
        .containsEntry("eta", 0.1)
        .containsEntry("alpha", 2.0)
        .containsEntry("lambda", 3.0)
        .containsEntry("gamma", 4.0);
  }

  @Test
  void contradictionsAreFoundBeforeDataIsRead() {
    Map<String, Object> wrong =
        Map.of(
            "sampling_method",
            "gradient_based",
            "process_type",
            "update",
            "base_score",
            1.5,
            "eval_metric",
            List.of("auc", "ndcg"),
            "device",
            "cuda",
            "feature_types",
            Map.of("a", "int"),
            "monotone_constraints",
            Map.of("b", 2));
    assertThat(OptionsForTests.of(XgboostOptions.class, wrong).check())
        .extracting(UserError::key)
        .extracting(key -> key.orElseThrow())
        .containsExactlyInAnyOrder(
            "sampling_method",
            "process_type",
            "base_score",
            "eval_metric[1]",
            "device",
            "feature_types.a",
            "monotone_constraints.b");
    assertThat(OptionsForTests.of(XgboostOptions.class, Map.of()).check()).isEmpty();
  }
}
