package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivesigma.models.network.averaging.WeightAverage;
import org.fivesigma.models.network.optimizer.Adam;
import org.fivesigma.models.network.optimizer.NAdam;
import org.fivesigma.models.network.optimizer.Sgd;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.TrainingContext.StopTraining;
import org.fivesigma.spi.model.TrainingTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Training as it is on a GPU gives the networks of the CPU. What needs no GPU is shown on the CPU,
 * by the same code; what does is tagged.
 */
class DeviceStepsTest {
  private static final TrainingTask TASK = Toy.task(1500, 300, 5, 2);

  @TempDir java.nio.file.Path folder;

  private static double[] train(Mlp mlp, TrainingTask task, TestContext context) {
    try (Model model = mlp.trainer().fit(task, context)) {
      return model.predict(new PredictionInput(task.valid().orElseThrow().features(), 1));
    }
  }

  private static double[] train(Mlp mlp, TrainingTask task, String... devices) {
    TestContext context = new TestContext(7, 2);
    context.devices = List.of(devices);
    return train(mlp, task, context);
  }

  private static void areClose(double[] a, double[] b, double within) {
    assertThat(a).hasSameSizeAs(b);
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isCloseTo(b[i], org.assertj.core.data.Offset.offset(within));
    }
  }

  /** A large epsilon keeps steps from amplifying rounding. */
  private static Adam adam(boolean decoupled, double decay, boolean amsgrad) {
    return decoupled
        ? Adam.adamW(new Adam.AdamWOptions(2e-3, 0.9, 0.999, 1e-3, decay, amsgrad))
        : Adam.adam(new Adam.AdamOptions(2e-3, 0.9, 0.999, 1e-3, decay, amsgrad));
  }

  private static Sgd sgd(double momentum, boolean nesterov, double dampening, double decay) {
    return new Sgd(
        new Sgd.SgdOptions(0.05, Sgd.Momentum.constant(momentum), nesterov, dampening, decay));
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        adam(false, 0, false),
        adam(false, 1e-2, true),
        adam(true, 1e-2, false),
        sgd(0, false, 0, 0),
        sgd(0.9, true, 0, 1e-3),
        sgd(0.9, false, 0.1, 0),
        new NAdam(new NAdam.NAdamOptions(2e-3, 0.9, 0.999, 1e-3, 4e-3, 0)));
  }

  private static List<Mlp> networks() {
    List<Mlp> all = new ArrayList<>();
    Mlp penalised = new Mlp();
    penalised.l1 = 1e-4;
    penalised.l2 = 1e-3;
    penalised.gradientClip = Optional.of(0.05);
    all.add(penalised);
    Mlp normalised = new Mlp();
    normalised.batchNorm = true;
    normalised.dropout = 0.2;
    normalised.averaging = Optional.of(WeightAverage.swa(new WeightAverage.SwaOptions(0.4, 1)));
    all.add(normalised);
    Mlp dense = new Mlp();
    dense.connections = Connections.DENSE;
    dense.earlyStopping = Optional.of(new EarlyStopping("valid/auc", Optional.empty(), 0, 0, true));
    all.add(dense);
    all.forEach(mlp -> mlp.optimizer = adam(false, 0, false));
    return all;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void optimisersOnADeviceTakeTheStepsOfThoseInJava(Optimizer optimizer) {
    Mlp mlp = new Mlp();
    mlp.optimizer = optimizer;
    double[] expected = train(mlp, TASK, "cpu");
    mlp.resident = true;
    areClose(train(mlp, TASK, "cpu"), expected, 1e-5);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void networksOnADeviceAreThoseOfTheCpu(Mlp mlp) {
    double[] expected = train(mlp, TASK, "cpu");
    mlp.resident = true;
    areClose(train(mlp, TASK, "cpu"), expected, 1e-5);
  }

  @Test
  void severalDevicesGiveTheNetworkOfOneBigBatch() {
    Mlp mlp = new Mlp();
    mlp.optimizer = adam(false, 0, false);
    mlp.batchSize = 200;
    mlp.epochs = 1;
    double[] one = train(mlp, TASK, "cpu");
    mlp.resident = true;
    areClose(train(mlp, TASK, "cpu", "cpu"), one, 1e-6);
    areClose(train(mlp, TASK, "cpu", "cpu", "cpu"), one, 1e-6);
  }

  @Test
  void aTrainingOnADeviceGoesOnBitForBit() {
    for (Optimizer optimizer : List.of(adam(false, 0, true), sgd(0.9, false, 0.1, 0))) {
      Mlp mlp = new Mlp();
      mlp.resident = true;
      mlp.epochs = 5;
      mlp.dropout = 0.1;
      mlp.optimizer = optimizer;
      double[] straight = train(mlp, TASK, "cpu");
      TestContext first = new TestContext(7, 2);
      first.checkpoints = Optional.of(folder.resolve(optimizer.getClass().getSimpleName()));
      first.stopAfterEpochs = 2;
      assertThatThrownBy(() -> train(mlp, TASK, first)).isInstanceOf(StopTraining.class);
      TestContext second = new TestContext(7, 2);
      second.checkpoints = first.checkpoints;
      assertThat(train(mlp, TASK, second)).isEqualTo(straight);
    }
  }

  @Test
  void aDivergingTrainingOnADeviceIsExplained() {
    Mlp mlp = new Mlp();
    mlp.resident = true;
    mlp.optimizer = sgd(0, false, 0, 0);
    mlp.gradientClip = Optional.empty();
    mlp.schedule = setting -> step -> 1e12;
    assertThatThrownBy(() -> train(mlp, TASK, "cpu"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("learning rate");
  }

  @Tag("gpu")
  @Test
  void aGpuGivesTheNetworksOfTheCpu() {
    assumeTrue(Torch.cudaDevices() > 0, "no CUDA device");
    for (Mlp mlp : networks()) {
      areClose(train(mlp, TASK, "cuda:0"), train(mlp, TASK, "cpu"), 1e-4);
    }
    Mlp shared = new Mlp();
    shared.optimizer = adam(false, 0, false);
    shared.batchSize = 200;
    areClose(train(shared, TASK, "cuda:0", "cuda:0"), train(shared, TASK, "cpu"), 1e-4);
    areClose(train(shared, TASK, "cuda:0", "cpu"), train(shared, TASK, "cpu"), 1e-4);
  }
}
