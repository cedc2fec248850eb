package org.fivesigma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.junit.jupiter.api.Test;

class ParzenEstimatorTest {
  private static UnitSpace space(Domain domain) {
    return new UnitSpace(List.of(new Parameter("a", domain, Map.of())));
  }

  @Test
  void aDensityOverNumbersIntegratesToOne() {
    UnitSpace space = space(new Domain.Floats(0.001, 1, true, 0));
    double[][] points = {{0.1}, {0.13}, {0.7}, {1.0}};
    ParzenEstimator estimator = new ParzenEstimator(space, points, new double[] {1, 1, 0.5, 1});
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      sum += Math.exp(estimator.logDensity(new double[] {(i + 0.5) / 10_000})) / 10_000;
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void aDensityOverCellsSumsToOne() {
    for (Domain domain :
        List.of(
            new Domain.Ints(1, 20, false, 1),
            new Domain.Ints(1, 1000, true, 1),
            new Domain.Floats(0, 1, false, 0.25))) {
      UnitSpace space = space(domain);
      Encoding encoding = space.encoding(0);
      double[][] points = {
        {encoding.unit(encoding.valueAt(1))}, {encoding.unit(encoding.valueAt(3))}
      };
      ParzenEstimator estimator = new ParzenEstimator(space, points, new double[] {1, 1});
      double sum = 0;
      for (long n = 0; n < encoding.cells(); n++) {
        sum += Math.exp(estimator.logDensity(new double[] {encoding.unit(encoding.valueAt(n))}));
      }
      assertThat(sum).as(domain.toString()).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void categoriesSumToOneAndPreferWhatWasSeen() {
    UnitSpace space = space(new Domain.Choices(List.of("x", "y", "z")));
    double[] few = categories(space, 2);
    double[] many = categories(space, 25);
    assertThat(few[1]).isGreaterThan(few[0]);
    assertThat(many[1]).isGreaterThan(8 * many[0]);
  }

  /** Probabilities of three categories, of which the second was seen so often. */
  private static double[] categories(UnitSpace space, int seen) {
    double[][] points = new double[seen][1];
    double[] counts = new double[seen];
    for (int i = 0; i < seen; i++) {
      points[i][0] = 1;
      counts[i] = 1;
    }
    ParzenEstimator estimator = new ParzenEstimator(space, points, counts);
    double[] p = new double[3];
    for (int c = 0; c < 3; c++) {
      p[c] = Math.exp(estimator.logDensity(new double[] {c}));
    }
    assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-12));
    return p;
  }

  @Test
  void drawsFollowTheDensity() {
    UnitSpace space = space(new Domain.Floats(0, 1, false, 0));
    ParzenEstimator estimator =
        new ParzenEstimator(space, new double[][] {{0.2}, {0.25}}, new double[] {1, 1});
    SplittableRandom random = new SplittableRandom(5);
    int below = 0;
    for (int i = 0; i < 20_000; i++) {
      below += estimator.draw(random)[0] < 0.4 ? 1 : 0;
    }
    double expected = 0;
    for (int i = 0; i < 4000; i++) {
      expected += Math.exp(estimator.logDensity(new double[] {(i + 0.5) / 10_000})) / 10_000;
    }
    assertThat(below / 20_000.0).isCloseTo(expected, within(0.015));
  }

  @Test
  void theNormalDistributionIsExactToItsTolerance() {
    assertThat(Normal.cdf(0)).isCloseTo(0.5, within(1e-12));
    assertThat(Normal.cdf(1.959963984540054)).isCloseTo(0.975, within(1e-9));
    assertThat(Normal.cdf(-3.3)).isCloseTo(4.834241423837772e-4, within(1e-9));
  }
}
