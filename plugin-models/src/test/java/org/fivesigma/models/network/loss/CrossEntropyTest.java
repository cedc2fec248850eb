package org.fivesigma.models.network.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.fivesigma.models.network.Golden;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
  private static float[] floats(JsonNode node) {
    double[] values = Golden.doubles(node);
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  @Test
  void binaryIsTorchsWithNegativeWeightsAndDividedByTheNumberOfEvents() {
    JsonNode golden = Golden.optimisers().get("bce_with_logits");
    float[] logits = floats(golden.get("logits"));
    double[] targets = Golden.doubles(golden.get("targets"));
    int[] labels = new int[targets.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) targets[i];
    }
    float[] gradient = new float[logits.length];
    double value =
        new CrossEntropy()
            .batch(logits, 1, labels, floats(golden.get("weights")), logits.length, gradient);
    JsonNode expected = golden.get("mean");
    assertThat(Golden.distance(value, expected.get("value").asDouble())).isLessThan(1e-6);
    for (int i = 0; i < gradient.length; i++) {
      assertThat(Golden.distance(gradient[i], expected.get("gradient").get(i).asDouble()))
          .isLessThan(1e-6);
    }
  }

  @Test
  void categoricalIsTorchs() {
    JsonNode golden = Golden.optimisers().get("cross_entropy_with_logits");
    int rows = golden.get("logits").size();
    int classes = golden.get("logits").get(0).size();
    float[] logits = new float[rows * classes];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = golden.get("targets").get(i).asInt();
      System.arraycopy(floats(golden.get("logits").get(i)), 0, logits, i * classes, classes);
    }
    float[] ones = new float[rows];
    java.util.Arrays.fill(ones, 1);
    check(golden.get("unweighted_mean"), logits, classes, labels, ones, 1);
    float[] weights = floats(golden.get("sample_weights"));
    double sum = 0;
    for (double w : Golden.doubles(golden.get("sample_weights"))) {
      sum += w;
    }
    // the reference divides by Σw, ours by the number of events
    check(golden.get("sample_weighted_mean"), logits, classes, labels, weights, rows / sum);
  }

  private static void check(
      JsonNode expected,
      float[] logits,
      int classes,
      int[] labels,
      float[] weights,
      double factor) {
    float[] gradient = new float[logits.length];
    double value =
        new CrossEntropy().batch(logits, classes, labels, weights, labels.length, gradient);
    assertThat(Golden.distance(value * factor, expected.get("value").asDouble())).isLessThan(1e-6);
    for (int i = 0; i < gradient.length; i++) {
      double reference = expected.get("gradient").get(i / classes).get(i % classes).asDouble();
      assertThat(Golden.distance(gradient[i] * factor, reference)).isLessThan(1e-6);
    }
  }

  @Test
  void aLogitThatIsNoNumberMakesALossThatIsNone() {
    float[] gradient = new float[3];
    CrossEntropy loss = new CrossEntropy();
    float[] one = {1};
    assertThat(loss.batch(new float[] {Float.NaN}, 1, new int[] {1}, one, 1, gradient)).isNaN();
    float[] logits = {0, Float.NaN, 1};
    assertThat(loss.batch(logits, 3, new int[] {0}, one, 1, gradient)).isNaN();
  }
}
