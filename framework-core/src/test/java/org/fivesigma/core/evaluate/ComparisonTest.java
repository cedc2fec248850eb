package org.fivesigma.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.plugin.Extension.NoOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  /** The mean score, or the yield above a cut. */
  private record Mean(boolean hasCut) implements Metric {
    @Override
    public Direction direction() {
      return Direction.MAXIMISE;
    }

    @Override
    public Weighting weighting() {
      return Weighting.PHYSICS;
    }

    @Override
    public Prepared prepare(Scored scored, Optional<Double> cut) {
      return new Prepared() {
        @Override
        public List<String> details() {
          return List.of("");
        }

        @Override
        public double[] values(double[] weights) {
          double sum = 0;
          double all = 0;
          for (int i = 0; i < weights.length; i++) {
            double x = hasCut ? (scored.accepts(i, cut.orElseThrow()) ? 1 : 0) : scored.scores()[i];
            sum += weights[i] * x;
            all += weights[i];
          }
          return new double[] {hasCut ? sum : sum / all};
        }
      };
    }
  }

  private static final int N = 2000;

  private static Comparison comparison(boolean hasCut, int threads) {
    Configured<Metric> metric = new Configured<>("mean", new NoOptions(), o -> new Mean(hasCut));
    return new Comparison(
        new EvaluationPlan(List.of(metric), Optional.empty(), 500),
        List.of("background", "signal"),
        1,
        List.of("all"),
        new Seeds(1),
        threads);
  }

  private static ScoredPart events() {
    double[] weights = new double[N];
    Arrays.fill(weights, 1);
    int[] zeros = new int[N];
    return new ScoredPart("test", zeros, new double[N], weights, weights, zeros, Rescaling.none());
  }

  private static ComparedScores scores(String name, double shift, double noise, long seed) {
    SplittableRandom common = new SplittableRandom(1);
    SplittableRandom own = new SplittableRandom(seed);
    double[] scores = new double[N];
    for (int i = 0; i < N; i++) {
      scores[i] = common.nextDouble() + shift + noise * (own.nextDouble() - 0.5);
    }
    return new ComparedScores(name, scores, Map.of("mean", 0.5));
  }

  @Test
  void whatModelsHaveInCommonCancels() {
    PairedDifference d =
        comparison(false, 2)
            .compare(events(), scores("a", 0, 0, 2), List.of(scores("b", 0.01, 0.1, 3)))
            .get(0);
    // Alone each mean has an error of 0.289/√2000 = 0.0065; the noise alone is 0.0289/√2000.
    assertThat(d.standardError()).isCloseTo(0.0289 / Math.sqrt(N), within(1e-4));
    assertThat(d.difference()).isCloseTo(0.01, within(0.002));
    assertThat(d.resolved()).isTrue();
    assertThat(d.verdict()).startsWith("b is better at 95 %");
    assertThat(d.low()).isLessThan(d.difference()).isPositive();
    assertThat(d.high()).isGreaterThan(d.difference());
  }

  @Test
  void aDifferenceWithinItsErrorIsNotResolved() {
    PairedDifference d =
        comparison(false, 1)
            .compare(events(), scores("a", 0, 0.3, 2), List.of(scores("b", 0, 0.3, 3)))
            .get(0);
    assertThat(d.verdict()).isEqualTo("not resolved at 95 %");
  }

  @Test
  void aRunAgainstItselfIsIdentical() {
    PairedDifference d =
        comparison(false, 1)
            .compare(events(), scores("a", 0, 0, 2), List.of(scores("b", 0, 0, 3)))
            .get(0);
    assertThat(d.verdict()).isEqualTo("identical");
    assertThat(d.p()).isOne();
  }

  @Test
  void significancesGiveAnEquivalentLuminosity() {
    PairedDifference d =
        comparison(true, 1)
            .compare(events(), scores("a", 0, 0, 2), List.of(scores("b", 0.1, 0, 3)))
            .get(0);
    double ratio = d.otherValue() / d.referenceValue();
    assertThat(d.equivalentLuminosity().orElseThrow())
        .isCloseTo(ratio * ratio - 1, within(1e-12))
        .isCloseTo(0.44, within(0.06));
  }

  @Test
  void threadsChangeNothing() {
    List<ComparedScores> others = List.of(scores("b", 0.01, 0.1, 3), scores("c", 0.02, 0.1, 4));
    assertThat(comparison(false, 2).compare(events(), scores("a", 0, 0, 2), others))
        .isEqualTo(comparison(false, 1).compare(events(), scores("a", 0, 0, 2), others));
  }

  @Test
  void holmStepsDown() {
    assertThat(Holm.adjust(new double[] {0.01, 0.04, 0.03, Double.NaN, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, Double.NaN, 0.02}, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 0.31731050786291415",
    "1.959963984540054, 0.05",
    "3, 0.0026997960632601866",
    "4, 6.334248366623996e-5",
    "6, 1.9731752900753407e-9"
  })
  void theNormalTailIsRight(double z, double p) {
    assertThat(Normal.twoSided(z)).isCloseTo(p, within(1e-12 + 1e-9 * p));
  }

  @Test
  void eventsAreMatchedByIdOrRefused() {
    assertThat(MatchedEvents.places(List.of("3", "1", "2"), List.of("1", "2", "3"), "b"))
        .containsExactly(2, 0, 1);
    assertThatThrownBy(() -> MatchedEvents.places(List.of("1", "2"), List.of("8", "9"), "b"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("b shares no events");
    assertThatThrownBy(() -> MatchedEvents.places(List.of("1", "2"), List.of("2", "9"), "b"))
        .hasMessageContaining("1 of 2 events of the first run are not in b");
    assertThatThrownBy(() -> MatchedEvents.places(List.of("1"), List.of("1", "1"), "b"))
        .hasMessageContaining("occurs twice");
  }
}
