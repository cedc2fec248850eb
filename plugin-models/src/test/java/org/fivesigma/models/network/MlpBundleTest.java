package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.activation.Activation.Function;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.TrainingTask;
import org.junit.jupiter.api.Test;

class MlpBundleTest {
  private static MemoryBundle trained(Mlp mlp, TrainingTask task, double[][] scores)
      throws IOException {
    MemoryBundle bundle = new MemoryBundle();
    try (Model model = mlp.trainer().fit(task, new TestContext(3, 1))) {
      scores[0] = model.predict(new PredictionInput(task.valid().orElseThrow().features(), 1));
      model.save(bundle);
    }
    return bundle;
  }

  @Test
  void aModelReadBackScoresTheSameBits() throws IOException {
    for (Function function : List.of(Function.SWISH, Function.PRELU, Function.LEAKY_RELU)) {
      Mlp mlp = new Mlp();
      mlp.activation = new Activation(function, 0.2);
      mlp.batchNorm = true;
      mlp.connections = Connections.DENSE;
      TrainingTask task = Toy.task(500, 1000, 5, 2);
      double[][] scores = new double[1][];
      MemoryBundle bundle = trained(mlp, task, scores);
      try (Model read = new MlpReader().read(bundle)) {
        assertThat(read.predict(new PredictionInput(task.valid().orElseThrow().features(), 2)))
            .isEqualTo(scores[0]);
        assertThat(read.facts()).containsKey("best_epoch");
        MemoryBundle again = new MemoryBundle();
        read.save(again);
        assertThat(again.files.get(MlpModel.FILE)).isEqualTo(bundle.files.get(MlpModel.FILE));
      }
    }
  }

  @Test
  void aClosedModelRefusesToPredict() {
    TrainingTask task = Toy.task(200, 100, 5, 2);
    Model model = new Mlp().trainer().fit(task, new TestContext(3, 1));
    model.close();
    model.close();
    assertThatThrownBy(() -> model.predict(new PredictionInput(task.train().features(), 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void brokenFilesAreNamed() throws IOException {
    double[][] scores = new double[1][];
    MemoryBundle bundle = trained(new Mlp(), Toy.task(200, 100, 5, 2), scores);
    byte[] whole = bundle.files.get(MlpModel.FILE);
    bundle.files.put(MlpModel.FILE, java.util.Arrays.copyOf(whole, whole.length - 4));
    assertThatThrownBy(() -> new MlpReader().read(bundle))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not fit");
    bundle.files.put(MlpModel.FILE, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> new MlpReader().read(bundle)).isInstanceOf(IOException.class);
    bundle.files.put(MlpModel.FILE, whole);
    bundle.manifest.put("format", 2L);
    assertThatThrownBy(() -> new MlpReader().read(bundle))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 2");
  }
}
