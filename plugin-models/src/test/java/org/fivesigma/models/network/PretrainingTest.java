package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.activation.Activation.Function;
import org.fivesigma.spi.model.Sample;
import org.junit.jupiter.api.Test;

class PretrainingTest {
  @Test
  void autoencodersLearnToReproduceTheirInputs() {
    // two numbers repeated thrice: two units suffice
    Sample base = Toy.sample(2000, 2, 2, 4);
    float[][] columns = new float[6][2000];
    for (int j = 0; j < 6; j++) {
      base.features().read(j % 2, 0, 2000, columns[j], 0);
    }
    Sample sample =
        new Sample(
            org.fivesigma.spi.data.Columns.of(List.of("a", "b", "c", "d", "e", "f"), columns, 2000),
            base.labels(),
            base.trainingWeights(),
            base.weights(),
            base.ids());
    Mlp mlp = new Mlp();
    mlp.hidden = List.of(8, 3);
    mlp.activation = new Activation(Function.TANH, 0);
    mlp.pretrain = Optional.of(new PretrainOptions("autoencoder", 30, 1e-2));
    TestContext context = new TestContext(1, 2);
    mlp.trainer().fit(Toy.task(sample, Optional.empty(), 2), context).close();
    List<String> lines = context.lines.stream().filter(l -> l.startsWith("pretraining")).toList();
    assertThat(lines).hasSize(2);
    for (String line : lines) {
      double error = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      assertThat(error).as(line).isLessThan(0.1);
    }
  }

  @Test
  void otherConnectionsAreRefused() {
    Mlp mlp = new Mlp();
    mlp.connections = Connections.DENSE;
    mlp.pretrain = Optional.of(new PretrainOptions("autoencoder", 30, 1e-2));
    assertThat(mlp.options().check())
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("pretrain"));
  }
}
