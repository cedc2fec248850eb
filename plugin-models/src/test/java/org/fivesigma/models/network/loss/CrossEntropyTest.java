package org.fivesigma.models.network.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fivesigma.models.network.Golden;
import org.fivesigma.spi.model.Loss;
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

  @Test
  void smoothedLabelsAreTorchs() {
    JsonNode golden = Golden.optimisers().get("cross_entropy_with_logits");
    int rows = golden.get("logits").size();
    int classes = golden.get("logits").get(0).size();
    float[] logits = new float[rows * classes];
    int[] labels = new int[rows];
    float[] ones = new float[rows];
    for (int i = 0; i < rows; i++) {
      ones[i] = 1;
      labels[i] = golden.get("targets").get(i).asInt();
      System.arraycopy(floats(golden.get("logits").get(i)), 0, logits, i * classes, classes);
    }
    CrossEntropy smoothed = new CrossEntropy(new CrossEntropy.CrossEntropyOptions(0.1));
    check(smoothed, golden.get("label_smoothing_0.1_mean"), logits, classes, labels, ones, 1);
  }

  @Test
  void oneLogitIsTwoLogitsWhoseDifferenceItIs() {
    float[] one = {1.5f, -0.3f, 4};
    float[] two = {0, 1.5f, 0, -0.3f, 0, 4};
    int[] labels = {1, 0, 0};
    float[] weights = {1, 0.5f, -0.2f};
    for (Loss loss :
        List.of(
            new CrossEntropy(new CrossEntropy.CrossEntropyOptions(0.2)),
            new Focal(new Focal.FocalOptions(2)))) {
      float[] a = new float[3];
      float[] b = new float[6];
      assertThat(loss.batch(one, 1, labels, weights, 3, a))
          .isCloseTo(loss.batch(two, 2, labels, weights, 3, b), within(1e-12));
      for (int i = 0; i < 3; i++) {
        assertThat(a[i]).isCloseTo(b[2 * i + 1], within(1e-7f));
      }
    }
  }

  @Test
  void focalLossWithoutFocusIsCrossEntropyAndElseCountsRightEventsLess() {
    float[] logits = {2, -1, 0.3f};
    int[] labels = {1, 0, 1};
    float[] ones = {1, 1, 1};
    float[] g = new float[3];
    float[] h = new float[3];
    assertThat(new Focal(new Focal.FocalOptions(0)).batch(logits, 1, labels, ones, 3, g))
        .isCloseTo(new CrossEntropy().batch(logits, 1, labels, ones, 3, h), within(1e-12));
    assertThat(g).containsExactly(h, within(1e-7f));
    // p = 0.5: (1/2)²·ln 2
    assertThat(
            new Focal(new Focal.FocalOptions(2))
                .batch(new float[] {0}, 1, new int[] {1}, ones, 1, g))
        .isCloseTo(Math.log(2) / 4, within(1e-12));
  }

  @Test
  void theAsimovLossIsMinusTheLogarithmOfTheSignificance() {
    Asimov loss = new Asimov(new Asimov.AsimovOptions(100, 1000, 0.05));
    float[] pass = {40, 40, 40, 40};
    int[] labels = {1, 1, 0, 0};
    float[] ones = {1, 1, 1, 1};
    // uncut: 1.6443 of the definitions
    assertThat(Math.exp(-loss.batch(pass, 1, labels, ones, 4, new float[4])))
        .isCloseTo(1.644317824710364, within(1e-9));
  }

  private static void check(
      JsonNode expected,
      float[] logits,
      int classes,
      int[] labels,
      float[] weights,
      double factor) {
    check(new CrossEntropy(), expected, logits, classes, labels, weights, factor);
  }

  private static void check(
      Loss loss,
      JsonNode expected,
      float[] logits,
      int classes,
      int[] labels,
      float[] weights,
      double factor) {
    float[] gradient = new float[logits.length];
    double value = loss.batch(logits, classes, labels, weights, labels.length, gradient);
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
