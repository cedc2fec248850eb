package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.fivesigma.models.network.averaging.Snapshots;
import org.fivesigma.models.network.averaging.WeightAverage;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.model.TrainingTask;
import org.junit.jupiter.api.Test;

class AveragingTest {
  private static final Schedule.Setting SETTING = new Schedule.Setting(0.1, 10, 100);

  /** Feeds the step number as the only parameter. */
  private static List<float[]> of(Averaging averaging) {
    Averaging.Course course = averaging.start(SETTING);
    for (long step = 1; step <= 100; step++) {
      course.stepped(step, new float[] {step});
    }
    return course.networks();
  }

  @Test
  void swaIsTheMeanAfterTheLastEpochs() {
    List<float[]> networks = of(WeightAverage.swa(new WeightAverage.SwaOptions(0.7, 1)));
    // after steps 80, 90 and 100
    assertThat(networks).hasSize(1);
    assertThat(networks.get(0)[0]).isEqualTo(90f);
  }

  @Test
  void emaForgetsAtItsRate() {
    double expected = 0;
    for (int step = 1; step <= 100; step++) {
      double share = Math.max(0.1, 1.0 / step);
      expected += share * (step - expected);
    }
    assertThat(of(WeightAverage.ema(new WeightAverage.EmaOptions(0.9))).get(0)[0])
        .isCloseTo((float) expected, Offset.offset(1e-4f));
  }

  @Test
  void snapshotsStandAtTheEndOfEachCosineCycle() {
    Averaging snapshot =
        Snapshots.snapshot(new Snapshots.SnapshotOptions(4, Optional.empty(), 0.01));
    assertThat(of(snapshot)).extracting(w -> w[0]).containsExactly(25f, 50f, 75f, 100f);
    Schedule.Course rates = snapshot.schedule().orElseThrow().start(SETTING);
    assertThat(rates.learningRate(0)).isEqualTo(0.1);
    assertThat(rates.learningRate(25)).isEqualTo(0.1);
    assertThat(rates.learningRate(24)).isBetween(0.01, 0.011);
    Averaging two = Snapshots.snapshot(new Snapshots.SnapshotOptions(4, Optional.of(2), 0.01));
    assertThat(of(two)).extracting(w -> w[0]).containsExactly(75f, 100f);
  }

  @Test
  void fastGeometricEnsemblesStandAtTheLowestLearningRates() {
    Averaging fge = Snapshots.fge(new Snapshots.FgeOptions(0.6, 2, 0.1, Optional.empty()));
    assertThat(of(fge)).extracting(w -> w[0]).containsExactly(70f, 90f);
    Schedule.Course rates = fge.schedule().orElseThrow().start(SETTING);
    assertThat(rates.learningRate(59)).isEqualTo(0.1);
    // the step after which the network is taken, counted from 0
    assertThat(rates.learningRate(69)).isCloseTo(0.01, Offset.offset(1e-12));
    assertThat(rates.learningRate(79)).isCloseTo(0.1, Offset.offset(1e-12));
  }

  @Test
  void averagedNetworksPredictWithBatchNormToo() {
    for (Averaging averaging :
        List.of(
            WeightAverage.swa(new WeightAverage.SwaOptions(0.5, 1)),
            WeightAverage.ema(new WeightAverage.EmaOptions(0.99)),
            Snapshots.snapshot(new Snapshots.SnapshotOptions(3, Optional.empty(), 0)),
            Snapshots.fge(new Snapshots.FgeOptions(0.5, 1, 0.05, Optional.empty())))) {
      Mlp mlp = new Mlp();
      mlp.averaging = Optional.of(averaging);
      mlp.batchNorm = true;
      mlp.epochs = 6;
      mlp.optimizer = Mlp.adam(1e-2);
      TrainingTask task = Toy.task(1000, 1000, 4, 2);
      Sample valid = task.valid().orElseThrow();
      MemoryBundle bundle = new MemoryBundle();
      try (Model model = mlp.trainer().fit(task, new TestContext(1, 1))) {
        double[] scores = model.predict(new PredictionInput(valid.features(), 1));
        assertThat(Toy.auc(scores, valid.labels())).isGreaterThan(0.8);
        model.save(bundle);
        try (Model read = new MlpReader().read(bundle)) {
          assertThat(read.predict(new PredictionInput(valid.features(), 2))).isEqualTo(scores);
        }
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
