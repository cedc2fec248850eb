package org.fivesigma.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankedTest {
  private static final double[] VALUES = {0.9, 0.5, 0.5, 0.1};
  private static final double[] WEIGHTS = {1, 2, 3, 4};

  private static Ranked ranked() {
    return Ranked.of(4, i -> VALUES[i], i -> WEIGHTS[i], i -> i % 2 == 0);
  }

  @Test
  void tiesMoveTogether() {
    assertThat(ranked().values()).containsExactly(0.9, 0.5, 0.1);
    assertThat(ranked().own()).containsExactly(0, 1, 4, 4);
    assertThat(ranked().rest()).containsExactly(0, 0, 2, 6);
  }

  @Test
  void sharesAndPurityAreThoseOfTheSums() {
    assertThat(ranked().ownShare()).containsExactly(0, 0.25, 1, 1);
    assertThat(ranked().purity()[0]).isNaN();
    assertThat(ranked().purity()[2]).isCloseTo(4.0 / 6, within(1e-15));
    assertThat(ranked().distance()).isCloseTo(1 - 1.0 / 3, within(1e-15));
  }

  @Test
  void manyPointsAreThinnedButForTheEnds() {
    Ranked many = Ranked.of(100_000, i -> i, i -> 1, i -> i % 3 == 0);
    assertThat(many.ownShare().length).isBetween(100, 4000);
    assertThat(many.ownShare()[many.ownShare().length - 1]).isEqualTo(1);
    assertThat(many.restShare()[0]).isZero();
  }
}
