package org.fivesigma.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.testing.MemoryBundle;
import org.fivesigma.testing.OptionsForTests;
import org.fivesigma.testing.TestTrainingContext;
import org.fivesigma.testing.TrainingSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XgboostTrainerTest {
  private static final Sample TRAIN = TrainingSamples.gaussian(2000, 4, 2, 0.7, 1);
  private static final Sample VALID = TrainingSamples.gaussian(1000, 4, 2, 0.7, 2);
  private static final TrainingTask TASK = TrainingSamples.task(TRAIN, VALID, 2, List.of());

  private static XgboostTrainer trainer(Map<String, ?> options) {
    return new XgboostTrainer(OptionsForTests.of(XgboostOptions.class, options));
  }

  private static double[] scores(Model model, Columns events) {
    return model.predict(new PredictionInput(events, 2));
  }

  private static double auc(Model model, Sample sample, int classes) {
    return TestTrainingContext.of(1, 1, classes)
        .monitor("valid/auc", sample)
        .value(scores(model, sample.features()));
  }

  @Test
  void reachesTheSeparationOfTheLikelihoodRatio() {
    try (Model model =
        trainer(Map.of("eta", 0.1, "max_depth", 3)).fit(TASK, TestTrainingContext.of(1, 2, 2))) {
      // d' = 0.7·√4, so the best AUC is Φ(1.4/√2) = 0.839.
      assertThat(auc(model, VALID, 2)).isBetween(0.80, 0.85);
      assertThat(model.outputs()).isEqualTo(1);
      assertThat(model.inputs()).containsExactly("x0", "x1", "x2", "x3");
    }
  }

  @Test
  void reportsLossOfBothPartsAfterEveryRound() {
    TestTrainingContext context = TestTrainingContext.of(1, 2, 2);
    Sample weighted =
        VALID.withTrainingWeights(
            IntStream.range(0, VALID.rows()).mapToDouble(i -> 0.5 + i % 2 * 0.25).toArray());
    TrainingTask task = TrainingSamples.task(TRAIN, weighted, 2, List.of());
    try (Model model = trainer(Map.of("num_boost_round", 7)).fit(task, context)) {
      assertThat(context.history("train/loss"))
          .hasSize(7)
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
      double loss =
          context.monitor("valid/loss", weighted).value(scores(model, weighted.features()));
      assertThat(context.history("valid/loss")[6]).isCloseTo(loss, within(1e-6));
      assertThat(context.progressCalls()).isEqualTo(7);
    }
  }

  @Test
  void theLibrarysOwnMetricsAreCurvesToo() {
    TestTrainingContext context = TestTrainingContext.of(1, 1, 2);
    Map<String, ?> options =
        Map.of("num_boost_round", 5, "eval_metric", List.of("aucpr", "error", "logloss"));
    trainer(options).fit(TASK, context).close();
    for (String part : List.of("train", "valid")) {
      for (String metric : List.of("aucpr", "error", "logloss")) {
        assertThat(context.history(part + "/xgb_" + metric)).as(metric).hasSize(5);
      }
    }
    assertThat(context.history("valid/xgb_error")[4])
        .isLessThan(context.history("valid/xgb_error")[0] + 0.05)
        .isBetween(0.0, 0.5);
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  @Test
  void earlyStoppingKeepsTheBestRound() {
    for (String booster : List.of("gbtree", "dart", "gblinear")) {
      TestTrainingContext context = TestTrainingContext.of(1, 1, 2);
      Map<String, ?> options =
          Map.of(
              "booster",
              booster,
              "rate_drop",
              0.2,
              "eta",
              booster.equals("gblinear") ? 0.9 : 0.5,
              "num_boost_round",
              200,
              "early_stopping",
              EarlyStopping.on("valid/auc", 6));
      try (Model model = trainer(options).fit(TASK, context)) {
        double[] curve = context.history("valid/auc");
        double best = Arrays.stream(curve).max().orElseThrow();
        int round =
            IntStream.range(0, curve.length)
                .filter(i -> curve[i] == best)
                .findFirst()
                .orElseThrow();
        assertThat(curve.length).as(booster).isEqualTo(round + 7).isLessThan(200);
        assertThat(model.facts()).containsEntry("rounds", round + 1L);
        assertThat(auc(model, VALID, 2)).as(booster).isCloseTo(best, within(1e-9));
      }
    }
  }

  @Test
  void aCutModelScoresAsTheOneTrainedForAsManyRounds() {
    TestTrainingContext context = TestTrainingContext.of(1, 1, 2);
    try (Model cut =
            trainer(
                    Map.of(
                        "early_stopping",
                        EarlyStopping.on("valid/auc", 3),
                        "num_parallel_tree",
                        2,
                        "subsample",
                        0.5))
                .fit(TASK, context);
        Model shorter =
            trainer(
                    Map.of(
                        "num_boost_round",
                        ((Long) cut.facts().get("rounds")).intValue(),
                        "num_parallel_tree",
                        2,
                        "subsample",
                        0.5))
                .fit(TASK, TestTrainingContext.of(1, 1, 2))) {
      assertThat(scores(cut, VALID.features())).containsExactly(scores(shorter, VALID.features()));
      assertThat((Long) cut.facts().get("rounds_trained"))
          .isGreaterThan((Long) cut.facts().get("rounds"));
    }
  }

  @Test
  void sameSeedSameBitsOtherSeedOtherBits() {
    Map<String, ?> options =
        Map.of("subsample", 0.5, "colsample_bynode", 0.5, "num_boost_round", 20);
    try (Model one = trainer(options).fit(TASK, TestTrainingContext.of(5, 2, 2));
        Model two = trainer(options).fit(TASK, TestTrainingContext.of(5, 2, 2));
        Model other = trainer(options).fit(TASK, TestTrainingContext.of(6, 2, 2))) {
      assertThat(scores(one, VALID.features())).containsExactly(scores(two, VALID.features()));
      assertThat(scores(one, VALID.features())).isNotEqualTo(scores(other, VALID.features()));
    }
  }

  @Test
  void anEventHasTheSameScoreAloneAndInAnyBatchAndForAnyThreads() {
    Sample many = TrainingSamples.gaussian(10_000, 4, 2, 0.7, 3);
    try (Model model = trainer(Map.of()).fit(TASK, TestTrainingContext.of(1, 2, 2))) {
      double[] all = model.predict(new PredictionInput(many.features(), 1));
      assertThat(model.predict(new PredictionInput(many.features(), 4))).containsExactly(all);
      for (int row : new int[] {0, 63, 64, 4095, 4096, 9999}) {
        assertThat(scores(model, many.features().select(new int[] {row})))
            .containsExactly(all[row]);
      }
    }
  }

  @Test
  void whatIsSavedReadsBackToTheSameBits() {
    for (String booster : List.of("gbtree", "dart", "gblinear")) {
      try (Model model =
          trainer(Map.of("booster", booster, "rate_drop", 0.1, "num_boost_round", 30))
              .fit(TASK, TestTrainingContext.of(1, 2, 2))) {
        try (Model back =
            MemoryBundle.of(model)
                .read(id -> new XgboostModelReader(), List.of("background", "signal"), 1)) {
          assertThat(scores(back, VALID.features()))
              .containsExactly(scores(model, VALID.features()));
          assertThat(back.importance()).isEqualTo(model.importance());
          assertThat(back.facts()).isEqualTo(model.facts());
        }
      }
    }
  }

  @Test
  void aBrokenFileIsAnErrorAndNothingElse() {
    try (Model model =
        trainer(Map.of("num_boost_round", 3)).fit(TASK, TestTrainingContext.of(1, 1, 2))) {
      MemoryBundle bundle = MemoryBundle.of(model);
      byte[] good = bundle.files().get(XgboostModel.FILE);
      for (byte[] bad :
          List.of(
              new byte[0],
              Arrays.copyOf(good, good.length / 2),
              "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
        bundle.files().put(XgboostModel.FILE, bad);
        assertThatThrownBy(
                () ->
                    bundle.read(id -> new XgboostModelReader(), List.of("background", "signal"), 1))
            .hasCauseInstanceOf(java.io.IOException.class);
      }
    }
  }

  @Test
  void missingValuesAreTheLibrarysBusiness() {
    float[][] x = new float[1][600];
    int[] labels = new int[600];
    for (int i = 0; i < 600; i++) {
      x[0][i] = i % 3 == 0 ? Float.NaN : i % 3;
      labels[i] = i % 3 == 0 ? 1 : 0;
    }
    double[] ones = new double[600];
    Arrays.fill(ones, 1);
    Sample sample = new Sample(Columns.of(List.of("x"), x, 600), labels, ones, ones, new long[600]);
    TrainingTask task = TrainingSamples.task(sample, sample, 2, List.of());
    try (Model model = trainer(Map.of()).fit(task, TestTrainingContext.of(1, 1, 2))) {
      assertThat(auc(model, sample, 2)).isEqualTo(1);
    }
  }

  @Test
  void severalClassesGiveProbabilitiesThatSumToOne() {
    Sample train = TrainingSamples.gaussian(3000, 3, 3, 2, 1);
    Sample valid = TrainingSamples.gaussian(1000, 3, 3, 2, 2);
    TrainingTask task = TrainingSamples.task(train, valid, 3, List.of());
    for (String strategy : List.of("one_output_per_tree", "multi_output_tree")) {
      TestTrainingContext context = TestTrainingContext.of(1, 2, 3);
      Map<String, ?> options =
          Map.of(
              "multi_strategy",
              strategy,
              "num_boost_round",
              40,
              "early_stopping",
              EarlyStopping.on("valid/auc", 10),
              "eval_metric",
              "merror");
      try (Model model = trainer(options).fit(task, context);
          Model back =
              MemoryBundle.of(model).read(id -> new XgboostModelReader(), task.classes(), 1)) {
        double[] scores = scores(model, valid.features());
        assertThat(scores).hasSize(3000);
        for (int i = 0; i < 3000; i += 3) {
          assertThat(scores[i] + scores[i + 1] + scores[i + 2]).isCloseTo(1, within(1e-12));
        }
        assertThat(auc(model, valid, 3)).isGreaterThan(0.93);
        assertThat(scores(back, valid.features())).containsExactly(scores);
        assertThat(context.history("valid/xgb_merror")).hasSizeGreaterThan(5);
      }
    }
  }

  @Test
  void monotoneConstraintsAreByFeatureName() {
    try (Model model =
        trainer(Map.of("monotone_constraints", Map.of("x1", -1)))
            .fit(TASK, TestTrainingContext.of(1, 1, 2))) {
      float[][] line = new float[4][50];
      for (int i = 0; i < 50; i++) {
        line[1][i] = -3 + i * 0.12f;
      }
      double[] scores = scores(model, Columns.of(List.of("x0", "x1", "x2", "x3"), line, 50));
      assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }
    assertThatThrownBy(
            () ->
                trainer(Map.of("monotone_constraints", Map.of("y", 1)))
                    .fit(TASK, TestTrainingContext.of(1, 1, 2)))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.key()).contains("monotone_constraints.y"));
  }

  @Test
  void featuresOfOneInteractionGroupStandAloneInImportanceOfSplits() {
    try (Model model =
        trainer(Map.of("interaction_constraints", List.of(List.of("x0", "x1")), "max_depth", 2))
            .fit(TASK, TestTrainingContext.of(1, 1, 2))) {
      assertThat(model.importance()).containsKeys("gain", "weight", "cover", "total_gain", "shap");
      assertThat(model.importance().get("weight").values()).anyMatch(v -> v > 0);
    }
  }

  @Test
  void importanceFindsTheOnlyFeatureThatMatters() {
    Sample sample = TrainingSamples.gaussian(2000, 3, 2, 0, 1);
    int[] labels = new int[2000];
    float[] x1 = new float[2000];
    sample.features().read(1, 0, 2000, x1, 0);
    for (int i = 0; i < 2000; i++) {
      labels[i] = x1[i] > 0 ? 1 : 0;
    }
    Sample decided =
        new Sample(
            sample.features(), labels, sample.trainingWeights(), sample.weights(), sample.ids());
    try (Model model =
        trainer(Map.of("num_boost_round", 20))
            .fit(
                TrainingSamples.task(decided, decided, 2, List.of()),
                TestTrainingContext.of(1, 1, 2))) {
      for (String kind : List.of("total_gain", "shap")) {
        Map<String, Double> values = model.importance().get(kind);
        double sum = values.values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(values.get("x1") / sum).as(kind).isGreaterThan(0.95);
      }
    }
  }

  @Test
  void stepSizesByRoundReplaceEta() {
    TestTrainingContext slow = TestTrainingContext.of(1, 1, 2);
    TestTrainingContext constant = TestTrainingContext.of(1, 1, 2);
    trainer(Map.of("learning_rates", List.of(0.3, 0.3, 0.0), "num_boost_round", 5))
        .fit(TASK, slow)
        .close();
    trainer(Map.of("eta", 0.3, "num_boost_round", 5)).fit(TASK, constant).close();
    double[] losses = slow.history("train/loss");
    assertThat(losses[1]).isEqualTo(constant.history("train/loss")[1]);
    assertThat(losses[4]).isEqualTo(losses[1]);
    assertThat(constant.history("train/loss")[4]).isLessThan(losses[4]);
  }

  @Test
  void trainingGoesOnFromAGivenModel(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("before.ubj");
    try (Model first =
        trainer(Map.of("num_boost_round", 10)).fit(TASK, TestTrainingContext.of(1, 1, 2))) {
      Files.write(file, MemoryBundle.of(first).files().get(XgboostModel.FILE));
    }
    TestTrainingContext whole = TestTrainingContext.of(1, 1, 2);
    TestTrainingContext rest = TestTrainingContext.of(1, 1, 2);
    try (Model all = trainer(Map.of("num_boost_round", 15)).fit(TASK, whole);
        Model continued =
            trainer(Map.of("num_boost_round", 5, "xgb_model", file)).fit(TASK, rest)) {
      assertThat(continued.facts()).containsEntry("rounds", 15L);
      assertThat(rest.history("train/loss")[4])
          .isCloseTo(whole.history("train/loss")[14], within(1e-6));
      assertThat(scores(continued, VALID.features())).hasSameSizeAs(scores(all, VALID.features()));
    }
    assertThatThrownBy(
            () -> trainer(Map.of("xgb_model", folder.resolve("none.ubj"))).fit(TASK, rest))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.key()).contains("xgb_model"));
  }

  @Test
  void negativeWeightsAreRefusedWithThePolicyThatHelps() {
    double[] weights = TRAIN.trainingWeights().clone();
    weights[7] = -0.5;
    TrainingTask task =
        TrainingSamples.task(TRAIN.withTrainingWeights(weights), VALID, 2, List.of());
    assertThatThrownBy(() -> trainer(Map.of()).fit(task, TestTrainingContext.of(1, 1, 2)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("1 of 2000 training weights are negative")
        .asInstanceOf(InstanceOfAssertFactories.type(UserError.class))
        .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("data.negative_weights"));
  }

  @Test
  void aGpuIsRefusedNotIgnored() {
    assertThatThrownBy(
            () ->
                trainer(Map.of()).fit(TASK, TestTrainingContext.of(1, 1, 2).withDevices("cuda:0")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("CPU only");
    assertThat(OptionsForTests.of(XgboostOptions.class, Map.of("device", "cuda")).check())
        .extracting(UserError::code)
        .containsExactly("no-gpu");
    assertThat(trainer(Map.of()).check(plan("cuda:0", true))).hasSize(1);
    assertThat(trainer(Map.of("device", "cpu")).check(plan("cuda:0", true))).isEmpty();
  }

  @Test
  void earlyStoppingNeedsTheValidPart() {
    XgboostTrainer stopping = trainer(Map.of("early_stopping", EarlyStopping.on("valid/auc", 3)));
    assertThat(stopping.check(plan("cpu", false)))
        .extracting(UserError::code)
        .containsExactly("no-valid-part");
    assertThat(trainer(Map.of()).check(plan("cpu", false))).isEmpty();
  }

  private static Trainer.TrainingPlan plan(String device, boolean valid) {
    return new Trainer.TrainingPlan(List.of(), List.of(), false, List.of(device), valid);
  }

  @Test
  void whatTheLibraryRefusesIsAUserErrorInItsWords() {
    assertThatThrownBy(
            () ->
                trainer(Map.of("updater", "grow_nothing"))
                    .fit(TASK, TestTrainingContext.of(1, 1, 2)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("grow_nothing")
        .hasMessageNotContaining("Stack trace");
  }

  @Test
  void objectivesThatDoNotFitTheClassesAreRefused() {
    assertThatThrownBy(
            () ->
                trainer(Map.of("objective", "multi:softprob"))
                    .fit(TASK, TestTrainingContext.of(1, 1, 2)))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.key()).contains("objective"));
  }

  @Test
  void stoppingFromOutsideLeavesTraining() {
    assertThatThrownBy(
            () -> trainer(Map.of()).fit(TASK, TestTrainingContext.of(1, 1, 2).cancelAtCheck(3)))
        .isInstanceOf(TrainingContext.StopTraining.class);
  }

  @Test
  void infiniteFeaturesAreNamed() {
    float[][] x = new float[2][100];
    x[1][3] = Float.POSITIVE_INFINITY;
    double[] ones = new double[100];
    Arrays.fill(ones, 1);
    Sample sample =
        new Sample(
            Columns.of(List.of("a", "b"), x, 100),
            IntStream.range(0, 100).map(i -> i % 2).toArray(),
            ones,
            ones,
            new long[100]);
    TrainingTask task = TrainingSamples.task(sample, sample, 2, List.of());
    assertThatThrownBy(() -> trainer(Map.of()).fit(task, TestTrainingContext.of(1, 1, 2)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("1 of b");
  }
}
