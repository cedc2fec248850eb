package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.loss.CrossEntropy;
import org.fivesigma.models.network.optimizer.Sgd;
import org.fivesigma.models.network.schedule.Constant;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Sample;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one step does to the parameters: with a learning rate of 1 it is minus the gradient. */
class StepsTest {
  private static final Architecture SHAPE =
      new Architecture(
          4,
          List.of(5, 5),
          1,
          new Activation(Activation.Function.TANH, 0),
          false,
          Connections.PLAIN);
  private static final Sample SAMPLE = Toy.sample(50, 4, 2, 3);

  /** The change of the parameters by one step. */
  private static double[] change(boolean device, Optional<Double> clip, double l1, double l2) {
    Sgd sgd = new Sgd(new Sgd.SgdOptions(1.0, Sgd.Momentum.constant(0), false, 0, 0));
    Training.Plan plan =
        new Training.Plan(
            sgd,
            1,
            new Constant(),
            Optional.empty(),
            new CrossEntropy(),
            50,
            1,
            1,
            Optional.empty(),
            Optional.empty(),
            clip,
            l1,
            l2,
            rows -> Optional.empty(),
            0,
            Duration.ZERO);
    FeatureMatrix matrix =
        new PlainPipeline(SAMPLE.features().names()).transform(SAMPLE.features(), 1);
    Events events = Events.of(matrix, SAMPLE);
    Features features = Features.of(matrix);
    Seeds seeds = new Seeds(1);
    float[] before = start();
    float[] after = new float[before.length];
    try (Graph graph = new Graph(SHAPE);
        Steps steps =
            device
                ? new DeviceSteps(
                    plan, SHAPE, Precision.FLOAT32, List.of("cpu"), features, events, seeds, 50)
                : new HostSteps(plan, graph, features, events, seeds, 50, 1, 1)) {
      steps.put(before.clone(), new float[0]);
      int[] order = IntStream.range(0, 50).toArray();
      steps.step(new Steps.Batch(order, 0, 50, 0), 0, Optimizer.Rates.of(1));
      steps.get(after, new float[0]);
    }
    double[] change = new double[before.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = (double) after[i] - before[i];
    }
    return change;
  }

  private static float[] start() {
    return Initialisation.parameters(Optional.empty(), SHAPE, new Seeds(2));
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void longGradientsAreShortenedToTheLimitAndKeepTheirDirection(boolean device) {
    double[] free = change(device, Optional.empty(), 0, 0);
    double[] limited = change(device, Optional.of(0.01), 0, 0);
    assertThat(norm(free)).isGreaterThan(0.05);
    assertThat(norm(limited)).isCloseTo(0.01, org.assertj.core.data.Offset.offset(1e-6));
    for (int i = 0; i < free.length; i++) {
      assertThat(limited[i])
          .isCloseTo(free[i] * 0.01 / norm(free), org.assertj.core.data.Offset.offset(1e-7));
    }
    assertThat(change(device, Optional.of(10.0), 0, 0)).isEqualTo(free);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void penaltiesActOnWeightsAndLeaveBiasesAlone(boolean device) {
    double[] free = change(device, Optional.empty(), 0, 0);
    double[] pulled = change(device, Optional.empty(), 0.01, 0.1);
    float[] w = start();
    for (Architecture.Tensor t : SHAPE.tensors()) {
      for (int i = t.offset(); i < t.offset() + t.size(); i++) {
        double pull =
            t.role() == Architecture.Role.WEIGHT ? 0.01 * Math.signum(w[i]) + 0.2 * w[i] : 0;
        assertThat(pulled[i] - free[i])
            .as("%s", t.name())
            .isCloseTo(-pull, org.assertj.core.data.Offset.offset(1e-6));
      }
    }
  }
}
