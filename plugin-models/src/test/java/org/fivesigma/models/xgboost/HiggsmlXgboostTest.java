package org.fivesigma.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.testing.OptionsForTests;
import org.fivesigma.testing.TestTrainingContext;
import org.fivesigma.testing.TrainingSamples;
import org.junit.jupiter.api.Test;

/** The real sample: settings of the peer's row, weighted AUC of the test part. */
class HiggsmlXgboostTest {
  private final TrainingSamples.Parts parts = TrainingSamples.higgsml();
  private final TrainingTask task =
      TrainingSamples.task(parts.train(), parts.valid(), 2, List.of());

  @Test
  void reachesTheAucOfTheIssue() {
    double auc = testAuc(Map.of("eta", 0.1, "max_depth", 6), 2);
    System.out.println("HiggsML, eta 0.1, depth 6: weighted test AUC " + auc);
    assertThat(auc).isGreaterThan(0.928);
  }

  /** AUC of xgboost 3.0.4 for Python on the same events (benchmarks/xgboost/peer.py). */
  @Test
  void isThePythonPackagesModel() {
    assertThat(testAuc(Map.of("eta", 0.1, "max_depth", 6), 1))
        .isCloseTo(0.9289622433924307, Offset.offset(1e-7));
    Map<String, ?> exact =
        Map.of(
            "eta",
            0.05,
            "max_depth",
            5,
            "min_child_weight",
            20.0,
            "tree_method",
            "exact",
            "num_boost_round",
            80);
    assertThat(testAuc(exact, 1)).isCloseTo(0.9279232177011415, Offset.offset(1e-7));
  }

  @Test
  void doesNotDependOnTheNumberOfThreads() {
    Map<String, ?> options = Map.of("eta", 0.1, "subsample", 0.8, "num_boost_round", 30);
    assertThat(testAuc(options, 1)).isEqualTo(testAuc(options, 3));
  }

  private double testAuc(Map<String, ?> options, int threads) {
    XgboostTrainer trainer = new XgboostTrainer(OptionsForTests.of(XgboostOptions.class, options));
    TestTrainingContext context = TestTrainingContext.of(42, threads, 2);
    try (Model model = trainer.fit(task, context)) {
      double[] scores = model.predict(new PredictionInput(parts.test().features(), 2));
      return context.monitor("valid/auc", parts.test()).value(scores);
    }
  }
}
