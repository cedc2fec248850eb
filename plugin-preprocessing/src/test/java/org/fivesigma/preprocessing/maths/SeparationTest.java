package org.fivesigma.preprocessing.maths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeparationTest {
  private static final double[] VALUES = {1, 2, 2, 3, Double.NaN, 5};
  private static final boolean[] SIGNAL = {false, false, true, true, true, true};
  private static final int[] LABELS = {0, 0, 1, 1, 1, 1};
  private static final double[] ONES = {1, 1, 1, 1, 1, 1};

  @Test
  void theAreaCountsPairsInOrderAndHalfOfTies() {
    // Pairs (background, signal): (1,2) (1,3) (1,5) (2,3) (2,5) right, (2,2) tied: 5.5 of 6.
    assertThat(Separation.areaFromHalf(VALUES, SIGNAL, ONES))
        .isCloseTo(5.5 / 6 - 0.5, offset(1e-15));
    double[] negative = Arrays.stream(VALUES).map(v -> -v).toArray();
    assertThat(Separation.areaFromHalf(negative, SIGNAL, ONES))
        .isCloseTo(5.5 / 6 - 0.5, offset(1e-15));
  }

  @Test
  void theDistanceOfDistributionsIsTakenAfterWholeTies() {
    assertThat(Separation.kolmogorovSmirnov(VALUES, SIGNAL, ONES))
        .isCloseTo(2.0 / 3, offset(1e-15));
  }

  @Test
  void theAnalysisOfVarianceIsThatOfTheTextbook() {
    // Means 1.5 (n=2), 10/3 (n=3), grand 2.6; between 2·1.21+3·(0.7333)² = 4.03333; within
    // 0.5+4.66667.
    assertThat(Separation.anova(VALUES, LABELS, ONES, 2))
        .isCloseTo(4.0333333333333 / (5.1666666666667 / 3), offset(1e-10));
    assertThat(Separation.anova(VALUES, new int[6], ONES, 2)).isZero();
  }

  @Test
  void aWeightOfTwoCountsTwice() {
    double[] weights = {1, 2, 1, 1, 1, 1};
    double[] doubled = {1, 2, 2, 2, 3, Double.NaN, 5};
    boolean[] signal = {false, false, false, true, true, true, true};
    double[] ones = {1, 1, 1, 1, 1, 1, 1};
    assertThat(Separation.areaFromHalf(VALUES, SIGNAL, weights))
        .isCloseTo(Separation.areaFromHalf(doubled, signal, ones), offset(1e-15));
  }

  @Test
  void aUniformSampleIsUniformAndANormalOneIsNot() {
    SplittableRandom random = new SplittableRandom(9);
    double[] uniform = random.doubles(20_000, -Math.PI, Math.PI).toArray();
    double[] normal = new double[20_000];
    Arrays.setAll(normal, i -> random.nextGaussian());
    assertThat(Separation.fromUniform(uniform)).isLessThan(0.015);
    assertThat(Separation.fromUniform(normal)).isGreaterThan(0.1);
    assertThat(Separation.fromUniform(new double[] {2, 2})).isEqualTo(1);
  }

  @Test
  void correlationLeavesOutRowsInWhichEitherIsMissing() {
    Correlation correlation = new Correlation();
    correlation.add(new double[] {1, 2, Double.NaN}, new double[] {-2, -4, 100}, 3);
    correlation.add(new double[] {3, 9}, new double[] {-6, Double.NaN}, 2);
    assertThat(correlation.value()).isCloseTo(-1, offset(1e-15));
    Correlation none = new Correlation();
    none.add(new double[] {1, 1}, new double[] {1, 2}, 2);
    assertThat(none.value()).isNaN();
  }
}
