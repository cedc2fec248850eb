package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddingsTest {
  private static final List<String> COLUMNS =
      List.of("x", "jet_num_0", "jet_num_1", "jet_num_2", "jet_pt");

  /** The number of jets tells more than x; jet_pt nothing. */
  private static Sample events(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] values = new float[COLUMNS.size()][rows];
    int[] labels = new int[rows];
    double[] ones = new double[rows];
    long[] ids = new long[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(2);
      ones[i] = 1;
      ids[i] = i;
      int jets = random.nextInt(3);
      if (random.nextInt(3) > 0) {
        jets = labels[i] == 1 ? 1 : 2 * random.nextInt(2);
      }
      values[0][i] = (float) (random.nextGaussian() + 0.3 * labels[i]);
      values[1 + jets][i] = 1;
      values[4][i] = (float) random.nextGaussian();
    }
    return new Sample(Columns.of(COLUMNS, values, rows), labels, ones, ones, ids);
  }

  @ParameterizedTest
  @EnumSource(value = Connections.class, names = "RESIDUAL", mode = EnumSource.Mode.EXCLUDE)
  void theFinishedNetworkGivesTheOutputsOfTheTrainedOne(Connections connections) {
    Architecture a =
        new Architecture(
            6,
            List.of(4, 4),
            1,
            new Activation(Activation.Function.TANH, 0),
            false,
            connections,
            List.of(
                new Architecture.Embedding("a", 0, 2, 1),
                new Architecture.Embedding("b", 3, 3, 2)));
    SplittableRandom random = new SplittableRandom(5);
    float[] w = new float[(int) a.parameters()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    float[] x = new float[10 * a.inputs()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    Scorer.Blocks rows =
        (from, to, into) ->
            System.arraycopy(x, from * a.inputs(), into, 0, (to - from) * a.inputs());
    try (Graph trained = new Graph(a);
        Graph finished = new Graph(a.plain())) {
      trained.parameters().put(0, w);
      finished.parameters().put(0, Embeddings.multipliedIn(a, w));
      float[] one = Scorer.logits(trained, 10, rows, 1);
      float[] two = Scorer.logits(finished, 10, rows, 1);
      assertThat(two).containsExactly(one, within(1e-5f));
    }
  }

  @Test
  void aCategoryLearnsAVector() {
    Mlp mlp = new Mlp();
    mlp.epochs = 15;
    mlp.embedding = Map.of("jet_num", 1);
    Sample valid = events(800, 2);
    TestContext context = new TestContext(3, 1);
    try (Model model =
        mlp.trainer().fit(Toy.task(events(2000, 1), Optional.of(valid), 2), context)) {
      double[] scores = model.predict(new PredictionInput(valid.features(), 1));
      assertThat(Toy.auc(scores, valid.labels())).isGreaterThan(0.75);
      Map<?, ?> vectors = (Map<?, ?>) ((Map<?, ?>) model.facts().get("embeddings")).get("jet_num");
      assertThat(vectors).hasSize(3);
      double zero = (Double) ((List<?>) vectors.get("jet_num_0")).get(0);
      double one = (Double) ((List<?>) vectors.get("jet_num_1")).get(0);
      double two = (Double) ((List<?>) vectors.get("jet_num_2")).get(0);
      assertThat(Math.abs(zero - two)).as("0 and 2 mean the same").isLessThan(Math.abs(one - two));
    }
  }

  @Test
  void whatEmbeddingsCannotBeJoinedWithIsRefused() {
    Mlp mlp = new Mlp();
    mlp.embedding = Map.of("jet_num", 1);
    mlp.connections = Connections.RESIDUAL;
    assertThat(mlp.options().check())
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("connections"));
    mlp.connections = Connections.PLAIN;
    mlp.pretrain = Optional.of(new PretrainOptions("autoencoder", 2, 1e-3));
    assertThat(mlp.options().check())
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("pretrain"));
  }

  @Test
  void aFeatureThatIsNoCategoryIsRefused() {
    assertThatThrownBy(() -> Embeddings.of(Map.of("jet", 2), COLUMNS))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.key()).contains("embedding.jet");
              assertThat(e.hint().orElseThrow()).contains("one_hot");
            });
    assertThat(Embeddings.of(Map.of("jet_num", 2), COLUMNS))
        .containsExactly(new Architecture.Embedding("jet_num", 1, 3, 2));
  }
}
