package org.fivesigma.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.testing.contract.PluginsUnderTest;
import org.fivesigma.testing.contract.ScoredSamples;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every metric against scikit-learn, scipy and numpy on the real samples. */
class ReferenceMetricsTest {
  private static final PluginsUnderTest PLUGINS =
      new PluginsUnderTest(List.of(new MetricsPlugin()));

  private static Metric metric(String id) {
    return PLUGINS.create(PLUGINS.find(Kinds.METRIC, id).orElseThrow(), Map.of());
  }

  @TestFactory
  Stream<DynamicTest> binaryMetrics() {
    JsonNode higgs = Reference.values().get("higgsml");
    return Stream.of("score1", "score2", "pseudo")
        .flatMap(
            name -> {
              Scored part =
                  name.equals("pseudo") ? Reference.pseudoexperiments() : Reference.higgsml(name);
              JsonNode expected =
                  name.equals("pseudo")
                      ? Reference.values().get("pseudoexperiments").get("binary")
                      : higgs.get("binary_" + name);
              return Stream.of(
                  DynamicTest.dynamicTest(
                      name + " unweighted",
                      () -> binary(Reference.unweighted(part), expected.get("unweighted"))),
                  DynamicTest.dynamicTest(
                      name + " weighted", () -> binary(part, expected.get("weighted"))));
            });
  }

  private static void binary(Scored part, JsonNode expected) {
    close("auc", part, "", expected.get("roc_auc"));
    close("pr_auc", part, "", expected.get("average_precision"));
    close("log_loss", part, "", expected.get("log_loss"));
    close("brier", part, "", expected.get("brier"));
    close("accuracy", part, "", expected.get("accuracy"));
    close("balanced_accuracy", part, "", expected.get("balanced_accuracy"));
    close("precision", part, "", expected.get("precision"));
    close("recall", part, "", expected.get("recall"));
    close("f1", part, "", expected.get("f1"));
    close("mcc", part, "", expected.get("matthews"));
    close("kappa", part, "", expected.get("cohen_kappa"));
    matrix(part, expected.get("confusion_matrix_rows_true_cols_pred"));
    for (String efficiency : List.of("0.3", "0.5", "0.8")) {
      double rejection = value("background_rejection", part, efficiency);
      assertThat(1 / rejection)
          .isCloseTo(expected.get("fpr_at_tpr").get(efficiency).asDouble(), Offset.offset(1e-3));
    }
  }

  private static void matrix(Scored part, JsonNode expected) {
    for (int t = 0; t < part.classes().size(); t++) {
      for (int g = 0; g < part.classes().size(); g++) {
        close(
            "confusion_matrix",
            part,
            part.classes().get(t) + "/" + part.classes().get(g),
            expected.get(t).get(g));
      }
    }
  }

  @Test
  void signalAndBackgroundExchangedGiveTheOtherClass() {
    Scored part = Reference.higgsml("score1");
    int[] labels = IntStream.of(part.labels()).map(l -> 1 - l).toArray();
    double[] scores = new double[part.rows()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = 1 - part.scores()[i];
    }
    Scored other = Reference.binary(labels, scores, part.weights());
    JsonNode expected = Reference.values().get("higgsml").get("binary_score1").get("weighted");
    close("precision", other, "", expected.get("precision_background"));
    close("recall", other, "", expected.get("recall_background"));
    close("auc", other, "", expected.get("roc_auc"));
  }

  @TestFactory
  Stream<DynamicTest> negativeWeights() {
    JsonNode expected = Reference.values().get("higgsml").get("negative_weights");
    return Stream.of("score1", "score2")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        negative(Reference.negative(Reference.higgsml(name)), expected.get(name))));
  }

  private static void negative(Scored part, JsonNode expected) {
    close("auc", part, "", expected.get("weighted_auc_numpy"));
    close("pr_auc", part, "", expected.get("scikit_learn_average_precision"));
    close("log_loss", part, "", expected.get("weighted_log_loss_numpy"));
    close("brier", part, "", expected.get("weighted_brier_numpy"));
    close("accuracy", part, "", expected.get("weighted_accuracy_numpy"));
    matrix(part, expected.get("confusion_matrix_numpy"));
  }

  @TestFactory
  Stream<DynamicTest> kolmogorovSmirnovDistances() {
    JsonNode higgs = Reference.values().get("higgsml");
    return Stream.of(
            Map.entry(Reference.higgsml("score1"), higgs.get("ks_even_vs_odd_score1")),
            Map.entry(Reference.higgsml("score2"), higgs.get("ks_even_vs_odd_score2")),
            Map.entry(
                Reference.pseudoexperiments(),
                Reference.values().get("pseudoexperiments").get("ks_even_vs_odd")))
        .flatMap(
            c ->
                Stream.of("all", "signal", "background")
                    .map(
                        name ->
                            DynamicTest.dynamicTest(
                                name, () -> distances(c.getKey(), name, c.getValue().get(name)))));
  }

  private static void distances(Scored all, String name, JsonNode expected) {
    int label = name.equals("background") ? 0 : 1;
    int[] kept =
        IntStream.range(0, all.rows())
            .filter(i -> name.equals("all") || all.labels()[i] == label)
            .toArray();
    // Even against odd places of the whole; "all" is put into one class.
    int[] even = IntStream.of(kept).filter(i -> i % 2 == 0).toArray();
    int[] odd = IntStream.of(kept).filter(i -> i % 2 == 1).toArray();
    String of = label == 1 ? "signal" : "background";
    Scored part = half(all, even, label);
    Scored train = half(all, odd, label);
    assertThat(part.rows()).isEqualTo(expected.get("n_first").asInt());
    Scored weighted = ScoredSamples.withReference(part, train);
    close("ks", weighted, of, expected.get("D_weighted"));
    close("ks", weighted, of + "/p", expected.get("p_kolmogorov_weighted"));
    Scored plain =
        ScoredSamples.withReference(Reference.unweighted(part), Reference.unweighted(train));
    close("ks", plain, of, expected.get("D_unweighted"));
    close("ks", plain, of + "/p", expected.get("p_kolmogorov_unweighted"));
  }

  private static Scored half(Scored all, int[] events, int label) {
    Scored some = ScoredSamples.select(all, events);
    int[] labels = new int[events.length];
    Arrays.fill(labels, label);
    return Reference.binary(labels, some.scores(), some.weights());
  }

  @Test
  void fiveClassesWithoutWeights() {
    Scored part = Reference.unweighted(Reference.processes());
    JsonNode expected = Reference.values().get("processes").get("unweighted");
    multiclass(part, expected);
    close("auc", part, "ovo", expected.get("auc_ovo_macro"));
    close("brier", part, "", expected.get("brier_multiclass_sum"));
  }

  @Test
  void fiveClassesWithWeights() {
    multiclass(Reference.processes(), Reference.values().get("processes").get("weighted"));
  }

  private static void multiclass(Scored part, JsonNode expected) {
    close("auc", part, "", expected.get("auc_ovr_macro"));
    close("log_loss", part, "", expected.get("log_loss"));
    close("accuracy", part, "", expected.get("accuracy"));
    close("balanced_accuracy", part, "", expected.get("balanced_accuracy"));
    close("kappa", part, "", expected.get("cohen_kappa"));
    close("mcc", part, "", expected.get("matthews"));
    matrix(part, expected.get("confusion_matrix_rows_true_cols_pred"));
    for (String id : List.of("precision", "recall", "f1")) {
      close(id, part, "", expected.get(id + "_macro"));
      close(id, part, "weighted", expected.get(id + "_weighted"));
    }
    JsonNode perClass = expected.get("per_class");
    for (int c = 0; c < part.classes().size(); c++) {
      String name = part.classes().get(c);
      close("auc", part, name, expected.get("auc_ovr_per_class").get(c));
      for (String id : List.of("precision", "recall", "f1")) {
        close(id, part, name, perClass.get(id).get(c));
      }
    }
  }

  private static double value(String id, Scored part, String detail) {
    return Reference.value(metric(id), part, detail);
  }

  private static void close(String id, Scored part, String detail, JsonNode expected) {
    if (expected.asDouble() == 0) {
      assertThat(value(id, part, detail)).as(id + "/" + detail).isZero();
    } else {
      assertThat(value(id, part, detail))
          .as(id + "/" + detail)
          .isCloseTo(expected.asDouble(), Percentage.withPercentage(1e-7));
    }
  }
}
