package org.fivesigma.models.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BestSoFarTest {
  private static final double[] VALUES = {0.5, 0.7, 0.65, 0.705, 0.69, 0.68, 0.9};

  @Test
  void stopsAfterPatienceStepsWithoutImprovementAndKnowsTheBest() {
    BestSoFar best = new BestSoFar(EarlyStopping.on("valid/auc", 2), true);
    int stopped = stop(best);
    assertThat(stopped).isEqualTo(5);
    assertThat(best.bestStep()).isEqualTo(3);
    assertThat(best.best()).isEqualTo(0.705);
  }

  @Test
  void gainsNotAboveMinDeltaDoNotCount() {
    BestSoFar best =
        new BestSoFar(new EarlyStopping("valid/auc", Optional.of(2), 0.01, 0, true), true);
    assertThat(stop(best)).isEqualTo(3);
    assertThat(best.bestStep()).isEqualTo(1);
  }

  @Test
  void withoutPatienceItNeverStops() {
    BestSoFar best =
        new BestSoFar(new EarlyStopping("valid/auc", Optional.empty(), 0, 0, true), true);
    assertThat(stop(best)).isEqualTo(-1);
    assertThat(best.bestStep()).isEqualTo(6);
  }

  @Test
  void stepsBeforeFromEpochAreNotLookedAt() {
    BestSoFar best =
        new BestSoFar(new EarlyStopping("valid/loss", Optional.of(1), 0, 2, true), false);
    assertThat(stop(best)).isEqualTo(3);
    assertThat(best.bestStep()).isEqualTo(2);
  }

  @Test
  void notANumberIsNeverBest() {
    BestSoFar best = new BestSoFar(EarlyStopping.on("valid/loss", 2), false);
    assertThat(best.offer(0, Double.NaN)).isFalse();
    assertThat(best.offer(1, 3)).isTrue();
    assertThat(best.offer(2, Double.NaN)).isFalse();
    assertThat(best.best()).isEqualTo(3);
  }

  private static int stop(BestSoFar best) {
    for (int step = 0; step < VALUES.length; step++) {
      best.offer(step, VALUES[step]);
      if (best.exhausted()) {
        return step;
      }
    }
    return -1;
  }
}
