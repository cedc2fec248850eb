package org.fivesigma.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.testing.contract.PluginsUnderTest;
import org.fivesigma.testing.contract.ScoredSamples;

class MetricLawsTest {
  private static final PluginsUnderTest PLUGINS =
      new PluginsUnderTest(List.of(new MetricsPlugin()));

  private static double value(String id, Map<String, ?> options, Scored part, String detail) {
    return Reference.value(
        PLUGINS.create(PLUGINS.find(Kinds.METRIC, id).orElseThrow(), options), part, detail);
  }

  private static double auc(Scored part) {
    return value("auc", Map.of(), part, "");
  }

  private static Scored withScores(Scored part, DoubleUnaryOperator map) {
    return Reference.binary(
        part.labels(), Arrays.stream(part.scores()).map(map).toArray(), part.weights());
  }

  @Property(tries = 50)
  void weightsAndRegularisationScaledByKScaleAmsByTheRootOfK(
      @ForAll @LongRange(max = 10_000) long seed,
      @ForAll @DoubleRange(min = 0.01, max = 1000) double k) {
    Scored part = ScoredSamples.part("valid", 2, 300, seed);
    double[] scaled = Arrays.stream(part.weights()).map(w -> w * k).toArray();
    double before = value("ams", Map.of("regularisation", 10.0, "min_background", 0), part, "");
    double after =
        value(
            "ams",
            Map.of("regularisation", 10.0 * k, "min_background", 0),
            part.withWeights(scaled),
            "");
    assertThat(after).isCloseTo(before * Math.sqrt(k), within(1e-9 * Math.abs(after)));
  }

  @Property(tries = 50)
  void aucDoesNotChangeUnderMonotoneMaps(@ForAll @LongRange(max = 10_000) long seed) {
    Scored part = ScoredSamples.part("valid", 2, 300, seed);
    assertThat(auc(withScores(part, p -> Math.exp(3 * p) - 7))).isEqualTo(auc(part));
    assertThat(auc(withScores(part, p -> p / 1e6))).isEqualTo(auc(part));
  }

  @Property(tries = 50)
  void aucOfReversedScoresIsTheComplement(@ForAll @LongRange(max = 10_000) long seed) {
    Scored part = ScoredSamples.part("valid", 2, 300, seed);
    assertThat(auc(withScores(part, p -> -p))).isCloseTo(1 - auc(part), within(1e-12));
  }

  @Property(tries = 50)
  void constantScoresGiveOneHalf(@ForAll @LongRange(max = 10_000) long seed) {
    Scored part = withScores(ScoredSamples.part("valid", 2, 300, seed), p -> 0.3);
    assertThat(auc(part)).isCloseTo(0.5, within(1e-12));
  }

  @Property(tries = 50)
  void sortingAgreesWithTheLibrary(
      @ForAll @LongRange(max = 10_000) long seed, @ForAll @IntRange(max = 500) int n) {
    double[] scores =
        new SplittableRandom(seed).doubles(n).map(d -> Math.rint(40 * d - 20) / 7 + 0.0).toArray();
    ScoreOrder order = ScoreOrder.of(scores);
    double[] expected = scores.clone();
    Arrays.sort(expected);
    int groups = (int) Arrays.stream(scores).distinct().count();
    assertThat(order.groups()).isEqualTo(groups);
    for (int place = 0; place < n; place++) {
      assertThat(scores[order.event(place)]).isEqualTo(expected[n - 1 - place]);
    }
    for (int g = 0; g < groups; g++) {
      double score = order.score(g);
      assertThat(order.groupsAbove(score)).isEqualTo(g + 1);
      assertThat(order.end(g))
          .isEqualTo((int) Arrays.stream(scores).filter(s -> s >= score).count());
    }
  }

  @Property(tries = 30)
  void multiclassWithTwoOfThreeClassesEmptyHasReasons(@ForAll @LongRange(max = 1000) long seed) {
    Scored part = ScoredSamples.part("test", 3, 50, seed);
    int[] one = new int[50];
    Scored only = ScoredSamples.of("test", 3, one, part.scores(), part.weights(), part.process());
    for (var extension : PLUGINS.extensions(Kinds.METRIC)) {
      Metric.Prepared prepared =
          PLUGINS.create(extension, Map.of()).prepare(only, Optional.of(0.4));
      double[] values = prepared.values(only.weights());
      for (int d = 0; d < values.length; d++) {
        if (Double.isNaN(values[d])) {
          assertThat(prepared.reason(prepared.details().get(d))).isPresent();
        }
      }
    }
  }

  @Property(tries = 30)
  void scoresThatAreNotNumbersGiveAReason(@ForAll @LongRange(max = 1000) long seed) {
    Scored part = ScoredSamples.part("test", 2, 50, seed);
    part.scores()[7] = Double.NaN;
    for (var extension : PLUGINS.extensions(Kinds.METRIC)) {
      Metric metric = PLUGINS.create(extension, Map.of());
      Metric.Prepared prepared = metric.prepare(part, Optional.of(0.4));
      double[] values = prepared.values(part.weights());
      for (int d = 0; d < values.length; d++) {
        assertThat(values[d]).isNaN();
        assertThat(prepared.reason(prepared.details().get(d)).orElseThrow())
            .contains("1 of 50 scores");
      }
    }
  }

  @Property(tries = 30)
  void allWeightsNegativeLeaveTheAucAndNoSignificance(@ForAll @LongRange(max = 1000) long seed) {
    Scored part = ScoredSamples.part("test", 2, 200, seed);
    double[] positive = Arrays.stream(part.weights()).map(Math::abs).toArray();
    double[] negative = Arrays.stream(positive).map(w -> -w).toArray();
    assertThat(auc(part.withWeights(negative)))
        .isCloseTo(auc(part.withWeights(positive)), within(1e-12));
    assertThat(value("fom", Map.of("min_background", 0), part.withWeights(negative), "")).isNaN();
  }
}
