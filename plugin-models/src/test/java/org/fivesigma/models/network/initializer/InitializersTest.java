package org.fivesigma.models.network.initializer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.fivesigma.models.network.Golden;
import org.fivesigma.spi.model.Initializer;
import org.junit.jupiter.api.Test;

class InitializersTest {
  private static double std(Initializer initializer, int in, int out) {
    double sum = 0;
    double squares = 0;
    long count = 0;
    float[] w = new float[in * out];
    for (int k = 0; k < 1 + 100_000 / w.length; k++) {
      initializer.fill(w, 0, in, out, new SplittableRandom(k));
      for (float v : w) {
        sum += v;
        squares += (double) v * v;
        count++;
      }
    }
    double mean = sum / count;
    return Math.sqrt(squares / count - mean * mean);
  }

  @Test
  void spreadsAreTheFormulas() {
    Percentage close = Percentage.withPercentage(3);
    for (JsonNode c : Golden.optimisers().get("initialisers").get("cases")) {
      int in = c.get("fan_in").asInt();
      int out = c.get("fan_out").asInt();
      double root3 = Math.sqrt(3);
      assertThat(std(Initializers.heNormal(), in, out))
          .isCloseTo(c.get("he_normal_std").asDouble(), close);
      assertThat(std(Initializers.heUniform(), in, out))
          .isCloseTo(c.get("he_uniform_bound").asDouble() / root3, close);
      assertThat(std(Initializers.glorotNormal(), in, out))
          .isCloseTo(c.get("glorot_normal_std").asDouble(), close);
      assertThat(std(Initializers.glorotUniform(), in, out))
          .isCloseTo(c.get("glorot_uniform_bound").asDouble() / root3, close);
      assertThat(std(Initializers.lecunNormal(), in, out))
          .isCloseTo(c.get("lecun_normal_std").asDouble(), close);
      assertThat(std(Initializers.lecunUniform(), in, out))
          .isCloseTo(c.get("lecun_uniform_bound").asDouble() / root3, close);
      assertThat(std(Initializers.torchUniform(), in, out))
          .isCloseTo(c.get("torch_linear_default_uniform_bound").asDouble() / root3, close);
    }
  }

  @Test
  void biasesAreZeroButUnderTorchsUniform() {
    float[] w = new float[5000];
    Initializers.heNormal().fillBiases(w, 0, 28, w.length, new SplittableRandom(1));
    assertThat(w).containsOnly(0f);
    Initializers.torchUniform().fillBiases(w, 1000, 25, 4000, new SplittableRandom(1));
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      assertThat(w[i]).isBetween(-0.2f, 0.2f);
      assertThat(w[i] == 0).isEqualTo(i < 1000);
      sum += w[i] * w[i];
    }
    assertThat(Math.sqrt(sum / 4000)).isCloseTo(0.2 / Math.sqrt(3), Percentage.withPercentage(3));
  }

  @Test
  void aNormalHasTheSpreadAskedFor() {
    Initializer normal = Initializers.normal(new Initializers.NormalOptions(0.1, 0));
    assertThat(std(normal, 28, 300)).isCloseTo(0.1, Percentage.withPercentage(2));
    Initializer uniform = Initializers.uniform(new Initializers.UniformOptions(0.3));
    assertThat(std(uniform, 28, 300)).isCloseTo(0.3 / Math.sqrt(3), Percentage.withPercentage(2));
  }
}
