package org.fivesigma.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.testing.OptionsForTests;
import org.fivesigma.testing.TestTrainingContext;
import org.fivesigma.testing.TrainingSamples;
import org.junit.jupiter.api.Test;

/**
 * Trials on one feature matrix, side by side and one after another: the library's random state is
 * its own thread's, and a native matrix has one borrower at a time, so a trial feels neither the
 * others nor those before it.
 */
class XgboostParallelTest {
  private static final Sample TRAIN = TrainingSamples.gaussian(3000, 5, 2, 0.5, 1);
  private static final Sample VALID = TrainingSamples.gaussian(1000, 5, 2, 0.5, 2);
  private static final TrainingTask TASK = TrainingSamples.task(TRAIN, VALID, 2, List.of());

  private static final List<Map<String, ?>> TRIALS =
      List.of(
          Map.of("subsample", 0.5, "colsample_bytree", 0.6, "max_depth", 4),
          Map.of("subsample", 0.7, "colsample_bynode", 0.5, "max_bin", 64),
          Map.of("booster", "dart", "rate_drop", 0.3, "num_boost_round", 40),
          Map.of("booster", "gblinear", "num_boost_round", 20),
          Map.of("tree_method", "approx", "subsample", 0.5, "num_boost_round", 20),
          Map.of("tree_method", "exact", "colsample_bylevel", 0.5, "num_boost_round", 20),
          Map.of("subsample", 0.5, "early_stopping", EarlyStopping.on("valid/auc", 5)),
          Map.of("subsample", 0.5, "seed_per_iteration", true),
          Map.of("subsample", 0.5, "tree_method", "hist", "num_boost_round", 20),
          Map.of("num_parallel_tree", 3, "subsample", 0.5, "eta", 0.5));

  @Test
  void trialsSideBySideAreThoseOneAfterAnother() {
    List<double[]> alone = run(1);
    for (int threads : new int[] {2, 4}) {
      List<double[]> together = run(threads);
      for (int t = 0; t < TRIALS.size(); t++) {
        assertThat(together.get(t)).as("trial " + t).containsExactly(alone.get(t));
      }
    }
  }

  @Test
  void aTrialOnAMatrixThatOthersTrainedOnIsTheOneOnItsOwn() {
    List<double[]> own = run(1, true);
    long before = MatrixPool.SHARED.made();
    List<double[]> handedOn = run(1, false);
    long made = MatrixPool.SHARED.made() - before;
    for (int t = 0; t < TRIALS.size(); t++) {
      assertThat(handedOn.get(t)).as("trial " + t).containsExactly(own.get(t));
    }
    assertThat(made).as("two parts for each way of quantising").isLessThanOrEqualTo(2 * 7);
    assertThat(made).isLessThan(2L * TRIALS.size());
  }

  @Test
  void theSameSettingsAgainMakeNoMatrix() {
    XgboostTrainer trainer =
        new XgboostTrainer(OptionsForTests.of(XgboostOptions.class, TRIALS.get(0)));
    trainer.fit(TASK, TestTrainingContext.of(3, 1, 2)).close();
    long before = MatrixPool.SHARED.made();
    TestTrainingContext again = TestTrainingContext.of(3, 1, 2);
    trainer.fit(TASK, again).close();
    trainer.fit(TASK, again).close();
    assertThat(MatrixPool.SHARED.made() - before).isLessThanOrEqualTo(2);
  }

  private static List<double[]> run(int threads) {
    return run(threads, false);
  }

  private static List<double[]> run(int threads, boolean fresh) {
    List<double[]> scores = new ArrayList<>();
    TRIALS.forEach(trial -> scores.add(new double[0]));
    TestTrainingContext study = TestTrainingContext.of(3, 1, 2);
    Parallel.run(
        threads,
        TRIALS.size(),
        t -> {
          if (fresh) {
            MatrixPool.SHARED.clear();
          }
          XgboostTrainer trainer =
              new XgboostTrainer(OptionsForTests.of(XgboostOptions.class, TRIALS.get(t)));
          try (Model model =
              trainer.fit(TASK, study.child("trial-" + t, new Seeds(t), 1, List.of("cpu")))) {
            scores.set(t, model.predict(new PredictionInput(VALID.features(), 1)));
          }
        });
    return scores;
  }
}
