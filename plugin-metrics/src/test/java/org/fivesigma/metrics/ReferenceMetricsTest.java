package org.fivesigma.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.fivesigma.metrics.decision.Accuracy;
import org.fivesigma.metrics.probability.CrossEntropy;
import org.fivesigma.metrics.ranking.Auc;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every metric against scikit-learn and numpy on the real samples. */
class ReferenceMetricsTest {
  private static final Optional<org.fivesigma.spi.metric.Weighting> OWN = Optional.empty();
  private static final Metric AUC = new Auc(OWN);
  private static final Metric LOG_LOSS = CrossEntropy.logLoss(OWN);
  private static final Metric ACCURACY = new Accuracy(OWN, Optional.empty());

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
    close(AUC, part, "", expected.get("roc_auc"));
    close(LOG_LOSS, part, "", expected.get("log_loss"));
    close(ACCURACY, part, "", expected.get("accuracy"));
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
    close(AUC, part, "", expected.get("weighted_auc_numpy"));
    close(LOG_LOSS, part, "", expected.get("weighted_log_loss_numpy"));
    close(ACCURACY, part, "", expected.get("weighted_accuracy_numpy"));
  }

  @Test
  void fiveClassesWithoutWeights() {
    Scored part = Reference.unweighted(Reference.processes());
    JsonNode expected = Reference.values().get("processes").get("unweighted");
    multiclass(part, expected);
    close(AUC, part, "ovo", expected.get("auc_ovo_macro"));
  }

  @Test
  void fiveClassesWithWeights() {
    multiclass(Reference.processes(), Reference.values().get("processes").get("weighted"));
  }

  private static void multiclass(Scored part, JsonNode expected) {
    close(AUC, part, "", expected.get("auc_ovr_macro"));
    close(LOG_LOSS, part, "", expected.get("log_loss"));
    close(ACCURACY, part, "", expected.get("accuracy"));
    for (int c = 0; c < part.classes().size(); c++) {
      close(AUC, part, part.classes().get(c), expected.get("auc_ovr_per_class").get(c));
    }
  }

  private static void close(Metric metric, Scored part, String detail, JsonNode expected) {
    assertThat(Reference.value(metric, part, detail))
        .isCloseTo(expected.asDouble(), Percentage.withPercentage(1e-7));
  }
}
