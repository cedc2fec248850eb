package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fivesigma.models.network.averaging.Snapshots;
import org.fivesigma.models.network.averaging.WeightAverage;
import org.fivesigma.models.network.optimizer.Sgd;
import org.fivesigma.models.network.schedule.ReduceOnPlateau;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.TrainingContext.StopTraining;
import org.fivesigma.spi.model.TrainingTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  @TempDir Path folder;
  private final TrainingTask task = Toy.task(600, 200, 4, 2);

  private double[] train(Mlp mlp, TestContext context) {
    try (Model model = mlp.trainer().fit(task, context)) {
      return model.predict(new PredictionInput(task.valid().orElseThrow().features(), 1));
    }
  }

  private void resumesExactly(Mlp mlp, String name) {
    double[] straight = train(mlp, new TestContext(9, 1));
    for (int stop : new int[] {1, 4}) {
      TestContext first = new TestContext(9, 1);
      first.checkpoints = Optional.of(folder.resolve(name + stop));
      first.stopAfterEpochs = stop;
      assertThatThrownBy(() -> train(mlp, first)).isInstanceOf(StopTraining.class);
      TestContext second = new TestContext(9, 1);
      second.checkpoints = first.checkpoints;
      assertThat(train(mlp, second)).as("%s after %d", name, stop).isEqualTo(straight);
      assertThat(second.lines).anyMatch(l -> l.contains("continued after epoch " + stop));
      assertThat(second.history.get("train/loss")).hasSizeLessThan(6);
    }
  }

  @Test
  void aTrainingCutOffGoesOnBitForBit() {
    Mlp mlp = new Mlp();
    mlp.epochs = 6;
    mlp.dropout = 0.2;
    mlp.batchNorm = true;
    mlp.earlyStopping = Optional.of(new EarlyStopping("valid/auc", Optional.of(3), 0, 0, true));
    mlp.schedule =
        new ReduceOnPlateau(
            new ReduceOnPlateau.PlateauOptions(
                "valid/loss", 0.5, 0, 1e-4, ReduceOnPlateau.ThresholdMode.REL, 0, 0));
    mlp.pretrain = Optional.of(new PretrainOptions("autoencoder", 2, 1e-3));
    resumesExactly(mlp, "adam");
  }

  @Test
  void averagesGoOnToo() {
    Mlp mlp = new Mlp();
    mlp.epochs = 6;
    mlp.optimizer =
        new Sgd(
            new Sgd.SgdOptions(0.05, new Sgd.Momentum("linear", 0, 0.5, 0.9, 4), true, 0, 1e-4));
    mlp.averaging = Optional.of(WeightAverage.swa(new WeightAverage.SwaOptions(0.2, 1)));
    resumesExactly(mlp, "swa");
    mlp.averaging = Optional.of(WeightAverage.ema(new WeightAverage.EmaOptions(0.99)));
    resumesExactly(mlp, "ema");
    mlp.averaging =
        Optional.of(Snapshots.snapshot(new Snapshots.SnapshotOptions(3, Optional.of(2), 0)));
    resumesExactly(mlp, "snapshot");
  }

  @Test
  void aDamagedCheckpointOrOneOfAnotherTrainingIsNotUsed() throws Exception {
    Mlp mlp = new Mlp();
    TestContext first = new TestContext(9, 1);
    first.checkpoints = Optional.of(folder);
    first.stopAfterEpochs = 2;
    assertThatThrownBy(() -> train(mlp, first)).isInstanceOf(StopTraining.class);
    Path file = folder.resolve("network.checkpoint");
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 1;
    Files.write(file, damaged);
    TestContext again = new TestContext(9, 1);
    again.checkpoints = first.checkpoints;
    assertThat(train(mlp, again)).isEqualTo(train(mlp, new TestContext(9, 1)));
    Files.write(file, whole);
    mlp.l2 = 1e-3;
    TestContext other = new TestContext(9, 1);
    other.checkpoints = first.checkpoints;
    assertThat(train(mlp, other)).isEqualTo(train(mlp, new TestContext(9, 1)));
    assertThat(other.history.get("train/loss")).hasSize(3);
  }
}
