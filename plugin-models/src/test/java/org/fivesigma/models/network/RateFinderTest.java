package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivesigma.models.network.optimizer.Adam;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.RangeTested.RangeTest;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingTask;
import org.junit.jupiter.api.Test;

class RateFinderTest {
  private static Mlp finding() {
    Mlp mlp = new Mlp();
    mlp.optimizer = Adam.adam(new Adam.AdamOptions("find", 0.9, 0.999, 1e-8, 0, false));
    return mlp;
  }

  @Test
  void theSuggestionLiesWhereTheLossFallsInsideTheBand() {
    RangeTest test = finding().trainer().rangeTest(Toy.task(3000, 0, 4, 2), new TestContext(1, 2));
    assertThat(test.suggestion()).isBetween(1e-4, 0.1);
    assertThat(test.largest()).isGreaterThan(test.suggestion());
    assertThat(test.rates()).hasSameSizeAs(test.median());
    for (int k = 0; k < test.rates().length; k++) {
      assertThat(test.median()[k]).isBetween(test.low()[k], test.high()[k]);
    }
    RangeTest again = finding().trainer().rangeTest(Toy.task(3000, 0, 4, 2), new TestContext(1, 1));
    assertThat(again.median()).isEqualTo(test.median());
  }

  @Test
  void aTrainingMayUseIt() {
    TrainingTask task = Toy.task(3000, 1000, 4, 2);
    TestContext context = new TestContext(1, 1);
    try (Model model = finding().trainer().fit(task, context)) {
      Sample valid = task.valid().orElseThrow();
      double[] scores = model.predict(new PredictionInput(valid.features(), 1));
      assertThat(Toy.auc(scores, valid.labels())).isGreaterThan(0.8);
      assertThat((double) model.facts().get("learning_rate")).isBetween(1e-4, 0.1);
    }
    assertThat(context.lines).anyMatch(l -> l.startsWith("learning rate found"));
  }
}
