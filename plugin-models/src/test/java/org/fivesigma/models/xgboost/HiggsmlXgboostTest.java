package org.fivesigma.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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
