package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.activation.Activation.Function;
import org.fivesigma.models.network.schedule.Cosine;
import org.fivesigma.models.network.schedule.ReduceOnPlateau;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.testing.OptionsForTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MlpTrainerTest {
  private static double[] predict(Model model, Columns columns, int threads) {
    return model.predict(new PredictionInput(columns, threads));
  }

  @Test
  void learnsWhatSeparatesTwoGaussians() {
    Mlp mlp = new Mlp();
    mlp.epochs = 8;
    TrainingTask task = Toy.task(4000, 2000, 4, 2);
    TestContext context = new TestContext(1, 1);
    try (Model model = mlp.trainer().fit(task, context)) {
      Sample valid = task.valid().orElseThrow();
      double[] scores = predict(model, valid.features(), 1);
      // centres a distance of √2 apart: AUC = Φ(√2/√2) = 0.8413
      assertThat(Toy.auc(scores, valid.labels())).isBetween(0.82, 0.86);
      assertThat(Arrays.stream(scores).boxed()).allMatch(s -> s > 0 && s < 1);
    }
    assertThat(context.history).containsKeys("train/loss", "valid/loss", "learning_rate");
    List<Double> loss = context.history.get("train/loss");
    assertThat(loss).hasSize(8);
    assertThat(loss.get(7)).isLessThan(loss.get(0));
  }

  @Test
  void aRefitRunsTheEpochsThatWereKeptOnTheSameSchedule() {
    Mlp mlp = new Mlp();
    mlp.epochs = 12;
    mlp.schedule = Cosine.once(new Cosine.CosineOptions(1e-4, Optional.empty()));
    mlp.earlyStopping = Optional.of(EarlyStopping.on("valid/auc", 2));
    TrainingTask task = Toy.task(1000, 500, 4, 2);
    TestContext first = new TestContext(1, 1);
    TestContext second = new TestContext(1, 1);
    try (Model before = mlp.trainer().fit(task, first);
        Model after =
            mlp.trainer().refit(task.with(task.train(), Optional.empty()), before, second)) {
      int kept = ((Number) before.facts().get("best_epoch")).intValue();
      assertThat(kept).isLessThan(12);
      assertThat(second.history.get("train/loss"))
          .isEqualTo(first.history.get("train/loss").subList(0, kept));
      assertThat(second.history.get("learning_rate"))
          .isEqualTo(first.history.get("learning_rate").subList(0, kept));
      assertThat(second.history).doesNotContainKey("valid/loss");
      Columns valid = task.valid().orElseThrow().features();
      assertThat(predict(after, valid, 1)).containsExactly(predict(before, valid, 1));
    }
  }

  @Test
  void aScheduleThatFollowsValidCannotBeRefitted() {
    Mlp mlp = new Mlp();
    assertThat(mlp.trainer().checkRefit()).isEmpty();
    mlp.schedule =
        new ReduceOnPlateau(
            OptionsForTests.of(ReduceOnPlateau.PlateauOptions.class, java.util.Map.of()));
    assertThat(mlp.trainer().checkRefit())
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("valid/loss"));
  }

  @Test
  void learnsSeveralClassesWhoseScoresSumToOne() {
    Mlp mlp = new Mlp();
    TrainingTask task = Toy.task(3000, 500, 4, 3);
    try (Model model = mlp.trainer().fit(task, new TestContext(1, 1))) {
      Sample valid = task.valid().orElseThrow();
      double[] scores = predict(model, valid.features(), 2);
      assertThat(model.outputs()).isEqualTo(3);
      int right = 0;
      for (int i = 0; i < valid.rows(); i++) {
        assertThat(scores[3 * i] + scores[3 * i + 1] + scores[3 * i + 2])
            .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
        int best = 0;
        for (int k = 1; k < 3; k++) {
          best = scores[3 * i + k] > scores[3 * i + best] ? k : best;
        }
        right += best == valid.labels()[i] ? 1 : 0;
      }
      assertThat(right / (double) valid.rows()).isGreaterThan(0.55);
    }
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void everyActivationTrains(Function function) {
    Mlp mlp = new Mlp();
    mlp.activation = new Activation(function, function == Function.ELU ? 1 : 0.1);
    mlp.epochs = 4;
    TestContext context = new TestContext(3, 1);
    mlp.trainer().fit(Toy.task(1500, 0, 4, 2), context).close();
    List<Double> loss = context.history.get("train/loss");
    assertThat(loss.get(3)).isLessThan(loss.get(0)).isLessThan(0.66);
  }

  @Test
  void batchNormDropoutAndDeepConnectionsTrain() {
    for (Connections connections : Connections.values()) {
      Mlp mlp = new Mlp();
      mlp.connections = connections;
      mlp.batchNorm = true;
      mlp.dropout = 0.1;
      mlp.l2 = 1e-4;
      mlp.l1 = 1e-5;
      mlp.gradientClip = Optional.of(1.0);
      mlp.hidden = List.of(16, 16, 16);
      mlp.epochs = 5;
      TrainingTask task = Toy.task(2049, 500, 4, 2);
      try (Model model = mlp.trainer().fit(task, new TestContext(1, 1))) {
        Sample valid = task.valid().orElseThrow();
        assertThat(Toy.auc(predict(model, valid.features(), 1), valid.labels()))
            .as(connections.name())
            .isGreaterThan(0.8);
      }
    }
  }

  @Test
  void sameSeedGivesTheSameBitsWhateverTheThreads() {
    Mlp mlp = new Mlp();
    mlp.dropout = 0.2;
    mlp.batchNorm = true;
    TrainingTask task = Toy.task(1000, 300, 5, 2);
    double[] first = fitAndPredict(mlp, task, 7, 1);
    assertThat(fitAndPredict(mlp, task, 7, 2)).isEqualTo(first);
    assertThat(fitAndPredict(mlp, task, 7, 4)).isEqualTo(first);
    assertThat(fitAndPredict(mlp, task, 8, 1)).isNotEqualTo(first);
  }

  @Test
  void largeBatchesAreCutTheSameWayWhateverTheThreads() {
    Mlp mlp = new Mlp();
    mlp.dropout = 0.2;
    mlp.batchSize = 1000;
    TrainingTask task = Toy.task(3500, 300, 5, 2);
    double[] first = fitAndPredict(mlp, task, 7, 1);
    assertThat(fitAndPredict(mlp, task, 7, 2)).isEqualTo(first);
    assertThat(fitAndPredict(mlp, task, 7, 4)).isEqualTo(first);
  }

  @Test
  void severalDevicesShareABatchAndGiveTheSameNetwork() {
    Mlp mlp = new Mlp();
    mlp.batchSize = 200;
    mlp.epochs = 1;
    // a large epsilon keeps steps from amplifying rounding
    mlp.optimizer =
        org.fivesigma.models.network.optimizer.Adam.adam(
            new org.fivesigma.models.network.optimizer.Adam.AdamOptions(
                1e-3, 0.9, 0.999, 1e-3, 0, false));
    TrainingTask task = Toy.task(2000, 300, 5, 2);
    double[] one = fitAndPredict(mlp, task, 7, 1);
    TestContext context = new TestContext(7, 2);
    context.devices = List.of("cpu", "cpu");
    try (Model model = mlp.trainer().fit(task, context)) {
      double[] two = predict(model, task.valid().orElseThrow().features(), 1);
      assertThat(two).isNotEqualTo(one);
      for (int i = 0; i < one.length; i++) {
        assertThat(two[i]).isCloseTo(one[i], org.assertj.core.data.Offset.offset(1e-6));
      }
    }
  }

  @Test
  void trainingsInParallelThreadsGiveTheBitsOfOneAlone() throws Exception {
    Mlp mlp = new Mlp();
    mlp.dropout = 0.2;
    TrainingTask task = Toy.task(1000, 300, 5, 2);
    double[] alone = fitAndPredict(mlp, task, 7, 1);
    double[][] together = new double[4][];
    Thread[] threads = new Thread[4];
    for (int i = 0; i < 4; i++) {
      int index = i;
      threads[i] = new Thread(() -> together[index] = fitAndPredict(mlp, task, 7, 1));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (double[] scores : together) {
      assertThat(scores).isEqualTo(alone);
    }
  }

  private static double[] fitAndPredict(Mlp mlp, TrainingTask task, long seed, int threads) {
    try (Model model = mlp.trainer().fit(task, new TestContext(seed, threads))) {
      return predict(model, task.valid().orElseThrow().features(), threads);
    }
  }

  @Test
  void anEventHasTheSameScoreAloneAndInAnyPlace() {
    for (int width : new int[] {7, 100, 300}) {
      Mlp mlp = new Mlp();
      mlp.hidden = List.of(width, width);
      mlp.epochs = 1;
      TrainingTask task = Toy.task(300, 1600, 13, 2);
      try (Model model = mlp.trainer().fit(task, new TestContext(7, 1))) {
        Columns columns = task.valid().orElseThrow().features();
        double[] all = predict(model, columns, 2);
        for (int first = 0; first < columns.rows(); first = 2 * first + 1) {
          int start = first;
          int[] rest = java.util.stream.IntStream.range(start, columns.rows()).toArray();
          double[] scores = predict(model, columns.select(rest), 1);
          assertThat(scores)
              .as("width %d from %d", width, first)
              .isEqualTo(Arrays.copyOfRange(all, first, all.length));
        }
        double[] alone = predict(model, columns.select(new int[] {1234}), 1);
        assertThat(alone[0]).isEqualTo(all[1234]);
      }
    }
  }

  @Test
  void restoresTheBestEpochAndStopsWhenPatienceIsOver() {
    Mlp mlp = new Mlp();
    mlp.epochs = 60;
    mlp.hidden = List.of(64, 64);
    mlp.optimizer = Mlp.adam(1e-2);
    mlp.earlyStopping = Optional.of(new EarlyStopping("valid/loss", Optional.of(3), 0, 0, true));
    TestContext context = new TestContext(5, 1);
    TrainingTask task = Toy.task(300, 1000, 4, 2);
    try (Model model = mlp.trainer().fit(task, context)) {
      List<Double> losses = context.history.get("valid/loss");
      int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow()) + 1;
      assertThat(model.facts()).containsEntry("best_epoch", (long) best);
      assertThat(losses).hasSize(best + 3);
      Sample valid = task.valid().orElseThrow();
      double[] scores = predict(model, valid.features(), 1);
      double loss = 0;
      for (int i = 0; i < valid.rows(); i++) {
        double p = valid.labels()[i] == 1 ? scores[i] : 1 - scores[i];
        loss -= valid.trainingWeights()[i] * Math.log(p);
      }
      assertThat(loss / valid.rows())
          .isCloseTo(losses.get(best - 1), org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void patienceNullKeepsTheBestEpochButNeverStops() {
    Mlp mlp = new Mlp();
    mlp.epochs = 12;
    mlp.optimizer = Mlp.adam(3e-2);
    mlp.earlyStopping = Optional.of(new EarlyStopping("valid/auc", Optional.empty(), 0, 0, true));
    TestContext context = new TestContext(5, 1);
    try (Model model = mlp.trainer().fit(Toy.task(300, 500, 4, 2), context)) {
      List<Double> auc = context.history.get("valid/auc");
      assertThat(auc).hasSize(12);
      int best = auc.indexOf(auc.stream().max(Double::compare).orElseThrow()) + 1;
      assertThat(model.facts()).containsEntry("best_epoch", (long) best);
    }
  }

  @Test
  void trainingEndsWithTheEpochInWhichTheTimeIsOver() {
    Mlp mlp = new Mlp();
    mlp.epochs = 1_000_000;
    mlp.timeBudget = Optional.of("0.2s");
    TestContext context = new TestContext(1, 1);
    try (Model model = mlp.trainer().fit(Toy.task(200, 0, 4, 2), context)) {
      assertThat(model.facts()).containsEntry("ended", "time budget used up");
      assertThat(context.history.get("train/loss").size()).isLessThan(1_000_000);
    }
    mlp.timeBudget = Optional.of("soon");
    assertThat(mlp.options().check())
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("time_budget"));
  }

  @Test
  void negativeWeightsAreTakenAndTheLossIsDividedByEvents() {
    Sample train = Toy.sample(2000, 4, 2, 1);
    double[] weights = train.trainingWeights().clone();
    for (int i = 0; i < weights.length; i += 10) {
      weights[i] = -0.2;
    }
    Mlp mlp = new Mlp();
    Sample valid = Toy.sample(500, 4, 2, 2);
    TrainingTask task = Toy.task(train.withTrainingWeights(weights), Optional.of(valid), 2);
    double[] scores = fitAndPredict(mlp, task, 1, 1);
    assertThat(Toy.auc(scores, valid.labels())).isGreaterThan(0.8);
  }

  @Test
  void missingFeaturesWithoutAnImputerAreExplained() {
    Sample sample = Toy.sample(100, 3, 2, 1);
    float[][] values = new float[3][100];
    for (int j = 0; j < 3; j++) {
      sample.features().read(j, 0, 100, values[j], 0);
    }
    values[1][3] = Float.NaN;
    values[1][9] = Float.NaN;
    Sample broken =
        new Sample(
            Columns.of(sample.features().names(), values, 100),
            sample.labels(),
            sample.trainingWeights(),
            sample.weights(),
            sample.ids());
    assertThatThrownBy(
            () ->
                new Mlp()
                    .trainer()
                    .fit(Toy.task(broken, Optional.empty(), 2), new TestContext(1, 1)))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e).hasMessageContaining("2 of x1");
              assertThat(e.code()).isEqualTo("missing-values");
              assertThat(e.hint().orElseThrow()).contains("impute");
            });
  }

  @Test
  void aDivergingTrainingSaysWhereAndWhatToTry() {
    Mlp mlp = new Mlp();
    mlp.activation = new Activation(Function.RELU, 0);
    mlp.optimizer =
        new org.fivesigma.models.network.optimizer.Sgd(
            new org.fivesigma.models.network.optimizer.Sgd.SgdOptions(
                1e12,
                org.fivesigma.models.network.optimizer.Sgd.Momentum.constant(0),
                false,
                0,
                0));
    assertThatThrownBy(() -> mlp.trainer().fit(Toy.task(500, 0, 4, 2), new TestContext(1, 1)))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.code()).isEqualTo("diverged");
              assertThat(e).hasMessageContaining("step").hasMessageContaining("1.00e+12");
              assertThat(e.key()).contains("optimizer.learning_rate");
            });
  }

  @Test
  void aLossThatGrowsButStaysANumberIsWarnedOf() {
    Mlp mlp = new Mlp();
    mlp.gradientClip = Optional.of(1.0);
    mlp.optimizer = Mlp.adam(1e3);
    TestContext context = new TestContext(1, 1);
    mlp.trainer().fit(Toy.task(500, 0, 4, 2), context).close();
    assertThat(context.warnings).singleElement().asString().contains("too large");
  }

  @Test
  void widthsOfAHundredThousandAreRefusedBeforeAllocation() {
    Mlp mlp = new Mlp();
    mlp.hidden = List.of(100_000, 100_000);
    assertThat(mlp.options().check())
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("hidden[1]"));
    mlp.hidden = List.of(100_000_000);
    assertThatThrownBy(() -> mlp.trainer().fit(Toy.task(50, 0, 4, 2), new TestContext(1, 1)))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.code()).isEqualTo("too-large"));
  }

  @Test
  void aBatchLargerThanTheSetAndASingleEventWork() {
    Mlp mlp = new Mlp();
    mlp.batchSize = 5000;
    TestContext context = new TestContext(1, 1);
    mlp.trainer().fit(Toy.task(100, 0, 4, 2), context).close();
    assertThat(context.warnings).singleElement().asString().contains("larger than the training");
    mlp.trainer().fit(Toy.task(1, 0, 4, 2), new TestContext(1, 1)).close();
    mlp.batchNorm = true;
    assertThatThrownBy(() -> mlp.trainer().fit(Toy.task(1, 0, 4, 2), new TestContext(1, 1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("at least two events");
    mlp.batchSize = 64;
    // 129 = 2 · 64 + 1: the last event joins the batch before it
    mlp.trainer().fit(Toy.task(129, 0, 4, 2), new TestContext(1, 1)).close();
  }

  @Test
  void plainDropoutUnderSeluIsWarnedOf() {
    Mlp mlp = new Mlp();
    mlp.activation = new Activation(Function.SELU, 0);
    mlp.dropout = 0.1;
    TestContext auto = new TestContext(1, 1);
    mlp.trainer().fit(Toy.task(200, 0, 4, 2), auto).close();
    assertThat(auto.warnings).isEmpty();
    mlp.dropoutType = "plain";
    TestContext plain = new TestContext(1, 1);
    mlp.trainer().fit(Toy.task(200, 0, 4, 2), plain).close();
    assertThat(plain.warnings).singleElement().asString().contains("alpha");
  }
}
