package org.fivesigma.models.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.fivesigma.models.linear.LinearPlugin;
import org.fivesigma.models.linear.LogisticOptions;
import org.fivesigma.models.linear.LogisticTrainer;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.models.xgboost.XgboostOptions;
import org.fivesigma.models.xgboost.XgboostPlugin;
import org.fivesigma.models.xgboost.XgboostTrainer;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.plugin.Extension.NoOptions;
import org.fivesigma.testing.MemoryBundle;
import org.fivesigma.testing.OptionsForTests;
import org.fivesigma.testing.Standardise;
import org.fivesigma.testing.TestTrainingContext;
import org.fivesigma.testing.TrainingSamples;
import org.junit.jupiter.api.Test;

class EnsembleTrainerTest {
  private static final Sample TRAIN = TrainingSamples.gaussian(1500, 4, 2, 0.6, 1);
  private static final Sample VALID = TrainingSamples.gaussian(900, 4, 2, 0.6, 2);
  private static final TrainingTask TASK = TrainingSamples.task(TRAIN, VALID, 2, List.of());

  private static ModelSpec xgboost(int members, Map<String, ?> options) {
    Map<String, Object> all = new LinkedHashMap<>(options);
    all.putIfAbsent("num_boost_round", 15);
    all.putIfAbsent("max_depth", 3);
    return spec(
        new Configured<>(
            "xgboost",
            OptionsForTests.of(XgboostOptions.class, all),
            o -> new XgboostTrainer((XgboostOptions) o)),
        members);
  }

  private static ModelSpec logistic(int members) {
    return new ModelSpec(
        new Configured<>(
            "logistic",
            OptionsForTests.of(LogisticOptions.class, Map.of()),
            o -> new LogisticTrainer((LogisticOptions) o)),
        List.of(Standardise.step()),
        members);
  }

  private static ModelSpec spec(Configured<Trainer> trainer, int members) {
    return new ModelSpec(trainer, List.<StepSpec>of(), members);
  }

  private static Configured<Combiner> combine(Combiner combiner) {
    return new Configured<>("c", new NoOptions(), o -> combiner);
  }

  private static EnsembleOptions options(
      Integer members, String resample, Combiner combiner, ModelSpec... of) {
    return new EnsembleOptions(
        Optional.ofNullable(members),
        resample,
        combine(combiner),
        List.of(of),
        Optional.empty(),
        "valid/auc",
        Optional.empty());
  }

  private static Model fit(EnsembleOptions options, TestTrainingContext context) {
    return new EnsembleTrainer(options).fit(TASK, context);
  }

  private static double[] scores(Model model) {
    return model.predict(new PredictionInput(VALID.features(), 2));
  }

  private static Model back(Model model) {
    return MemoryBundle.of(model)
        .read(
            List.of(new EnsemblePlugin(), new XgboostPlugin(), new LinearPlugin()),
            List.of("background", "signal"),
            2);
  }

  private static final Map<String, ?> RANDOM = Map.of("subsample", 0.5);

  @Test
  void itIsTheSameForAnyNumberOfThreads() {
    for (String resample : List.of("k_fold", "bootstrap", "seed")) {
      EnsembleOptions options = options(4, resample, PlainMean.ARITHMETIC, xgboost(1, RANDOM));
      try (Model one = fit(options, TestTrainingContext.of(7, 1, 2));
          Model four = fit(options, TestTrainingContext.of(7, 4, 2));
          Model other = fit(options, TestTrainingContext.of(8, 2, 2))) {
        assertThat(scores(four)).as(resample).containsExactly(scores(one));
        assertThat(scores(other)).as(resample).isNotEqualTo(scores(one));
      }
    }
  }

  @Test
  void membersDifferUnderEveryResampling() {
    for (String resample : List.of("k_fold", "bootstrap", "seed")) {
      try (Model model =
          fit(
              options(3, resample, PlainMean.ARITHMETIC, xgboost(1, RANDOM)),
              TestTrainingContext.of(7, 1, 2))) {
        List<?> members = (List<?>) model.facts().get("members");
        assertThat(members).hasSize(3);
        assertThat(members.stream().map(m -> ((Map<?, ?>) m).get("valid/loss")).distinct())
            .as(resample)
            .hasSize(3);
        assertThat(model.facts().get("failed_members")).isEqualTo(List.of());
      }
    }
  }

  @Test
  void foldsAreStratifiedAndAMemberNeverSeesItsOwn() {
    EnsembleOptions options = options(5, "k_fold", PlainMean.ARITHMETIC, xgboost(1, Map.of()));
    List<Member> members = Member.plan(options, TRAIN.labels(), new Seeds(3));
    int[] seen = new int[TRAIN.rows()];
    for (Member member : members) {
      int[] fold = member.heldOut().orElseThrow();
      assertThat(fold).hasSize(300).doesNotContain(member.rows().orElseThrow());
      for (int i : fold) {
        seen[i]++;
      }
      long signals = IntStream.of(fold).filter(i -> TRAIN.labels()[i] == 1).count();
      double expected = Arrays.stream(TRAIN.labels()).sum() / 5.0;
      assertThat((double) signals).isCloseTo(expected, Offset.offset(1.0));
    }
    assertThat(seen).containsOnly(1);
  }

  @Test
  void partsKeepTheWeightsOfEachClass() {
    double[] weights = TRAIN.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= 1 + i % 7;
    }
    Sample whole = TRAIN.withTrainingWeights(weights);
    Sample part = Resampling.part(whole, IntStream.range(0, 500).toArray());
    for (int c = 0; c < 2; c++) {
      assertThat(sum(part.weights(), part.labels(), c))
          .isCloseTo(sum(whole.weights(), whole.labels(), c), Offset.offset(1e-9));
      assertThat(sum(part.trainingWeights(), part.labels(), c) / 500)
          .isCloseTo(
              sum(whole.trainingWeights(), whole.labels(), c) / whole.rows(), Offset.offset(1e-9));
    }
    assertThat(Resampling.part(TRAIN, new int[] {1, 2}).trainingWeights()).containsOnly(1);
  }

  private static double sum(double[] weights, int[] labels, int c) {
    return IntStream.range(0, weights.length)
        .filter(i -> labels[i] == c)
        .mapToDouble(i -> weights[i])
        .sum();
  }

  @Test
  void aRefitKeepsMembersRoundsAndWeightsAndLooksAtNoValidPart() {
    EnsembleOptions options =
        options(
            4,
            "k_fold",
            new WeightedMean(new WeightedMean.Options("valid/auc", List.of())),
            xgboost(
                1,
                Map.of("early_stopping", EarlyStopping.on("valid/auc", 2), "num_boost_round", 40)));
    TrainingTask more = TASK.with(TrainingSamples.gaussian(2400, 4, 2, 0.6, 1), Optional.empty());
    TestTrainingContext context = TestTrainingContext.of(7, 2, 2);
    EnsembleTrainer trainer = new EnsembleTrainer(options);
    try (Model before = trainer.fit(TASK, TestTrainingContext.of(7, 2, 2));
        Model after = trainer.refit(more, before, context)) {
      assertThat(after.facts().get("combine_state")).isEqualTo(before.facts().get("combine_state"));
      assertThat(rounds(after)).isEqualTo(rounds(before)).hasSize(4);
      assertThat(rounds(before).stream().distinct().count()).isGreaterThan(1);
      assertThat(scores(after)).isNotEqualTo(scores(before));
      assertThat(context.history("member-00/train/loss")).isNotEmpty();
      assertThat(context.history("member-00/valid/loss")).isEmpty();
      assertThat(scores(back(after))).containsExactly(scores(after));
    }
  }

  private static List<Object> rounds(Model model) {
    return ((List<?>) model.facts().get("members"))
        .stream()
            .<Object>map(m -> ((Map<?, ?>) ((Map<?, ?>) m).get("facts")).get("rounds"))
            .toList();
  }

  @Test
  void earlyStoppingWatchesTheOwnFold() {
    TestTrainingContext context = TestTrainingContext.of(1, 2, 2);
    fit(
            options(
                2,
                "k_fold",
                PlainMean.ARITHMETIC,
                xgboost(
                    1,
                    Map.of(
                        "early_stopping",
                        EarlyStopping.on("valid/auc", 3),
                        "num_boost_round",
                        30))),
            context)
        .close();
    assertThat(context.history("member-00/valid/auc")).isNotEmpty();
    assertThat(context.history("member-01/valid/auc"))
        .isNotEmpty()
        .isNotEqualTo(context.history("member-00/valid/auc"));
  }

  @Test
  void anItemOfAListIsFirstTheMeanOfItsMembers() {
    try (Model ensemble =
            fit(
                options(
                    null,
                    "seed",
                    new WeightedMean(new WeightedMean.Options("valid/auc", List.of(3.0, 1.0))),
                    xgboost(2, RANDOM),
                    logistic(1)),
                TestTrainingContext.of(1, 2, 2));
        Model trees =
            fit(
                options(2, "seed", PlainMean.ARITHMETIC, xgboost(1, RANDOM)),
                TestTrainingContext.of(1, 2, 2));
        Model line =
            fit(
                options(1, "seed", PlainMean.ARITHMETIC, logistic(1)),
                TestTrainingContext.of(1, 2, 2))) {
      double[] joined = scores(ensemble);
      double[] a = scores(trees);
      double[] b = scores(line);
      for (int i = 0; i < joined.length; i++) {
        assertThat(joined[i]).isCloseTo((3 * a[i] + b[i]) / 4, Offset.offset(1e-12));
      }
    }
  }

  @Test
  void weightsAreTheMetricOrItsInverse() {
    TestTrainingContext context = TestTrainingContext.of(1, 2, 2);
    for (String by : List.of("valid/auc", "valid/loss")) {
      try (Model model =
          fit(
              options(
                  null,
                  "k_fold",
                  new WeightedMean(new WeightedMean.Options(by, List.of())),
                  xgboost(1, Map.of()),
                  logistic(1)),
              context)) {
        List<?> members = (List<?>) model.facts().get("members");
        double[] values =
            members.stream().mapToDouble(m -> (Double) ((Map<?, ?>) m).get(by)).toArray();
        if (by.equals("valid/loss")) {
          values = Arrays.stream(values).map(v -> 1 / v).toArray();
        }
        assertThat(((Map<?, ?>) model.facts().get("combine_state")).get("weights"))
            .isEqualTo(Arrays.stream(values).boxed().toList());
      }
    }
  }

  @Test
  void everyCombinationReadsBackToTheSameBits() {
    List<Combiner> combiners =
        List.of(
            PlainMean.ARITHMETIC,
            PlainMean.GEOMETRIC,
            new WeightedMean(new WeightedMean.Options("valid/auc", List.of())),
            new RankMean(),
            new Stack(new Stack.Options("scores", 1e6)),
            new Stack(new Stack.Options("logits", 1.0)));
    for (Combiner combiner : combiners) {
      try (Model model =
              fit(
                  options(null, "k_fold", combiner, xgboost(2, Map.of()), logistic(2)),
                  TestTrainingContext.of(1, 2, 2));
          Model back = back(model)) {
        assertThat(scores(back)).containsExactly(scores(model));
        assertThat(back.facts()).isEqualTo(model.facts());
        assertThat(Arrays.stream(scores(model))).allMatch(s -> s >= 0 && s <= 1);
        double[] alone =
            back.predict(new PredictionInput(VALID.features().select(new int[] {17}), 1));
        assertThat(alone[0]).isEqualTo(scores(model)[17]);
      }
    }
  }

  @Test
  void stackingLearnsFromOutOfFoldScoresWhereEveryItemHasFolds() {
    List<Integer> rows = new ArrayList<>();
    Combiner spy =
        new Combiner() {
          @Override
          public boolean learns() {
            return true;
          }

          @Override
          public boolean prefersOutOfFold() {
            return true;
          }

          @Override
          public PlainMean fit(Data data) {
            rows.add(data.events().orElseThrow().rows());
            assertThat(data.scores()).hasDimensions(2, rows.get(rows.size() - 1));
            return PlainMean.ARITHMETIC;
          }
        };
    fit(
            options(null, "k_fold", spy, xgboost(2, Map.of()), logistic(3)),
            TestTrainingContext.of(1, 1, 2))
        .close();
    fit(
            options(null, "k_fold", spy, xgboost(2, Map.of()), logistic(1)),
            TestTrainingContext.of(1, 1, 2))
        .close();
    fit(options(2, "k_fold", spy, logistic(1)), TestTrainingContext.of(1, 1, 2)).close();
    assertThat(rows).containsExactly(TRAIN.rows(), VALID.rows(), VALID.rows());
  }

  /** Fails for one member in three. */
  private static ModelSpec failing(boolean always) {
    Trainer trainer =
        (task, context) -> {
          if (always || context.seeds().equals(new Seeds(1).child("member", 0, 1))) {
            throw new IllegalStateException("the loss is not a number");
          }
          return xgboost(1, Map.of()).trainer().create().fit(task, context);
        };
    return spec(new Configured<>("failing", new NoOptions(), o -> trainer), 1);
  }

  @Test
  void aFailedMemberIsReportedAndLeftOut() {
    TestTrainingContext context = TestTrainingContext.of(1, 2, 2);
    try (Model model = fit(options(3, "seed", PlainMean.ARITHMETIC, failing(false)), context)) {
      assertThat((List<?>) model.facts().get("members")).hasSize(2);
      assertThat(model.facts().get("failed_members").toString()).contains("member-01");
      assertThat(context.warnings()).anyMatch(w -> w.contains("the loss is not a number"));
    }
    assertThatThrownBy(
            () ->
                fit(
                    options(null, "seed", PlainMean.ARITHMETIC, logistic(1), failing(true)),
                    context))
        .hasMessageContaining("the loss is not a number");
  }

  @Test
  void membersTrainAtOnceAsFarAsMemoryReaches() {
    EnsembleOptions three = options(3, "seed", PlainMean.ARITHMETIC, logistic(1));
    double bytesOfMember = 12.0 * TRAIN.rows() * 4;
    double[] whole;
    TestTrainingContext wide = TestTrainingContext.of(1, 3, 2);
    try (Model model = new EnsembleTrainer(three, 100 * bytesOfMember).fit(TASK, wide)) {
      whole = scores(model);
    }
    TestTrainingContext narrow = TestTrainingContext.of(1, 3, 2);
    try (Model model = new EnsembleTrainer(three, 2.5 * bytesOfMember).fit(TASK, narrow)) {
      assertThat(scores(model)).isEqualTo(whole);
    }
    assertThat(wide.lines()).anyMatch(l -> l.contains("training 3 members, 3 at once"));
    assertThat(narrow.lines())
        .anyMatch(l -> l.contains("memory lets 2 members train at once"))
        .anyMatch(l -> l.contains("training 3 members, 2 at once"));
  }

  @Test
  void theBestMembersAreKeptOnRequest() {
    EnsembleOptions all = options(4, "bootstrap", PlainMean.ARITHMETIC, xgboost(1, RANDOM));
    EnsembleOptions two =
        new EnsembleOptions(
            all.members(),
            all.resample(),
            all.combine(),
            all.of(),
            Optional.of(2),
            "valid/loss",
            Optional.of(2));
    try (Model every = fit(all, TestTrainingContext.of(1, 2, 2));
        Model best = fit(two, TestTrainingContext.of(1, 2, 2))) {
      double[] losses = losses(every);
      Arrays.sort(losses);
      assertThat(losses(best)).containsExactlyInAnyOrder(losses[0], losses[1]);
    }
  }

  private static double[] losses(Model model) {
    return ((List<?>) model.facts().get("members"))
        .stream().mapToDouble(m -> (Double) ((Map<?, ?>) m).get("valid/loss")).toArray();
  }

  @Test
  void errorsOfMembersNameTheirPlace() {
    assertThatThrownBy(
            () ->
                fit(
                    options(
                        null,
                        "seed",
                        PlainMean.ARITHMETIC,
                        logistic(1),
                        xgboost(1, Map.of("monotone_constraints", Map.of("nothing", 1)))),
                    TestTrainingContext.of(1, 1, 2)))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> assertThat(e.key()).contains("of[1].monotone_constraints.nothing"));
  }

  @Test
  void optionsThatContradictAreRefused() {
    assertThat(options(5, "k_fold", PlainMean.ARITHMETIC, logistic(1), logistic(2)).check())
        .extracting(UserError::code)
        .containsExactly("bad-value");
    Trainer.TrainingPlan noValid =
        new Trainer.TrainingPlan(List.of(), List.of(), false, List.of("cpu"), false);
    assertThat(
            new EnsembleTrainer(options(3, "k_fold", new RankMean(), logistic(1))).check(noValid))
        .extracting(UserError::code)
        .containsExactly("no-valid-part");
    assertThat(
            new EnsembleTrainer(
                    options(
                        null,
                        "k_fold",
                        new Stack(new Stack.Options("scores", 1)),
                        logistic(2),
                        logistic(2)))
                .check(noValid))
        .isEmpty();
  }

  @Test
  void stoppingFromOutsideStopsTheEnsemble() {
    assertThatThrownBy(
            () ->
                fit(
                    options(4, "seed", PlainMean.ARITHMETIC, xgboost(1, Map.of())),
                    TestTrainingContext.of(1, 2, 2).cancelAtCheck(20)))
        .isInstanceOf(TrainingContext.StopTraining.class);
  }

  @Test
  void importanceIsTheMeanOverMembers() {
    try (Model model =
        fit(
            options(2, "seed", PlainMean.ARITHMETIC, xgboost(1, RANDOM)),
            TestTrainingContext.of(1, 1, 2))) {
      assertThat(model.importance().get("shap").values().stream().mapToDouble(v -> v).sum())
          .isCloseTo(1, Offset.offset(1e-12));
    }
  }

  @Test
  void severalClassesSumToOneUnderEveryCombination() {
    Sample train = TrainingSamples.gaussian(1200, 3, 3, 1.5, 1);
    TrainingTask task = TrainingSamples.task(train, train, 3, List.of());
    for (Combiner combiner :
        List.of(PlainMean.GEOMETRIC, new RankMean(), new Stack(new Stack.Options("logits", 1.0)))) {
      try (Model model =
          new EnsembleTrainer(options(null, "k_fold", combiner, xgboost(2, Map.of()), logistic(2)))
              .fit(task, TestTrainingContext.of(1, 2, 3))) {
        double[] s = model.predict(new PredictionInput(train.features(), 2));
        for (int i = 0; i < s.length; i += 3) {
          assertThat(s[i] + s[i + 1] + s[i + 2]).isCloseTo(1, Offset.offset(1e-9));
        }
      }
    }
  }
}
