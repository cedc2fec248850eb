package org.fivesigma.models.network.activation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fivesigma.models.network.ActivationProbe;
import org.fivesigma.models.network.Golden;
import org.fivesigma.models.network.activation.Activation.Function;
import org.junit.jupiter.api.Test;

class ActivationTest {
  private static final Map<String, Activation> ALL = new LinkedHashMap<>();

  static {
    ALL.put("relu", new Activation(Function.RELU, 0));
    ALL.put("leaky_relu_0.01", new Activation(Function.LEAKY_RELU, 0.01));
    ALL.put("selu", new Activation(Function.SELU, 0));
    ALL.put("silu_swish", new Activation(Function.SWISH, 0));
    ALL.put("tanh", new Activation(Function.TANH, 0));
    ALL.put("gelu_erf", new Activation(Function.GELU, 0));
    ALL.put("elu_1", new Activation(Function.ELU, 1));
    ALL.put("elu_0.5", new Activation(Function.ELU, 0.5));
    ALL.put("sigmoid", new Activation(Function.SIGMOID, 0));
    ALL.put("softplus", new Activation(Function.SOFTPLUS, 0));
    ALL.put("mish", new Activation(Function.MISH, 0));
  }

  @Test
  void valuesAndDerivativesAreTorchs() {
    JsonNode golden = Golden.optimisers().get("activations");
    double[] points = Golden.doubles(golden.get("points"));
    ALL.forEach(
        (name, activation) -> {
          ActivationProbe probe = ActivationProbe.of(activation, points, 0.25);
          double[] values = Golden.doubles(golden.get(name).get("value"));
          double[] derivatives = Golden.doubles(golden.get(name).get("derivative"));
          for (int i = 0; i < points.length; i++) {
            assertThat(Golden.distance(probe.values()[i], values[i]))
                .as("%s(%s)", name, points[i])
                .isLessThan(1e-6);
            assertThat(Golden.distance(probe.derivatives()[i], derivatives[i]))
                .as("%s'(%s)", name, points[i])
                .isLessThan(1e-6);
          }
        });
  }

  @Test
  void preluIsLeakyReluWithTheLearnedSlope() {
    double[] points = {-2, -0.5, 0.5, 3};
    ActivationProbe probe = ActivationProbe.of(new Activation(Function.PRELU, 0.25), points, 0.25);
    assertThat(probe.values()).containsExactly(-0.5f, -0.125f, 0.5f, 3f);
    assertThat(probe.derivatives()).containsExactly(0.25f, 0.25f, 1f, 1f);
  }
}
