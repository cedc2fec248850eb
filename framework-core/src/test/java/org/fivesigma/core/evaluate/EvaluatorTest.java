package org.fivesigma.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
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

class EvaluatorTest {
  /** The yield above a cut; its own cut is the mean score of valid. */
  private record YieldAbove(Weighting weighting, boolean hasCut, Optional<String> cutFrom)
      implements Metric {
    @Override
    public Direction direction() {
      return Direction.MAXIMISE;
    }

    @Override
    public CutChoice chooseCut(Scored valid, CutContext context) {
      return new CutChoice(
          Optional.of(Arrays.stream(valid.scores()).average().orElseThrow()),
          Optional.empty(),
          Map.of("overall", 7.0));
    }

    @Override
    public Prepared prepare(Scored scored, Optional<Double> cut) {
      return new Prepared() {
        @Override
        public List<String> details() {
          return List.of("", "cut");
        }

        @Override
        public double[] values(double[] weights) {
          double sum = 0;
          for (int i = 0; i < weights.length; i++) {
            sum += cut.isPresent() && scored.accepts(i, cut.get()) ? weights[i] : 0;
          }
          return new double[] {cut.isPresent() ? sum : Double.NaN, cut.orElse(Double.NaN)};
        }

        @Override
        public boolean hasError(String detail) {
          return detail.isEmpty();
        }
      };
    }
  }

  private static Configured<Metric> metric(String id, Weighting w, boolean own, String from) {
    return new Configured<>(
        id, new NoOptions(), o -> new YieldAbove(w, own, Optional.ofNullable(from)));
  }

  private static ScoredPart part(String name, int n, double yield) {
    SplittableRandom random = new SplittableRandom(n);
    int[] labels = new int[n];
    double[] scores = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 2;
      scores[i] = random.nextDouble();
      weights[i] = yield / n;
    }
    double[] totals = {yield / 2, yield / 2};
    return new ScoredPart(
        name, labels, scores, weights, weights, labels, Rescaling.to(labels, totals));
  }

  private static Evaluator evaluator(int bootstrap, int threads, List<Configured<Metric>> metrics) {
    return new Evaluator(
        new EvaluationPlan(metrics, Optional.empty(), bootstrap),
        List.of("background", "signal"),
        1,
        List.of("background", "signal"),
        new Seeds(3),
        threads);
  }

  @Test
  void theCutOfValidIsAppliedToEveryPart() {
    Evaluation e =
        evaluator(0, 1, List.of(metric("kept", Weighting.PHYSICS, true, null)))
            .evaluate(List.of(part("valid", 1000, 50), part("test", 500, 50)));
    double cut = e.cut().orElseThrow().cut().orElseThrow();
    assertThat(cut).isCloseTo(0.5, within(0.05));
    assertThat(e.values().keySet())
        .containsExactly(
            "valid/kept", "valid/kept/cut", "valid/kept/overall", "test/kept", "test/kept/cut");
    assertThat(e.values().get("test/kept/cut").value()).isEqualTo(cut);
    assertThat(e.values().get("test/kept").error()).isEmpty();
    assertThat(e.cuts().get("kept").accepted()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void errorsAreThoseOfEventsAtFixedYields() {
    Evaluation e =
        evaluator(400, 2, List.of(metric("kept", Weighting.PHYSICS, true, null)))
            .evaluate(List.of(part("valid", 1000, 1000)));
    // Rescaled replicas: each class keeps its 500, so a binomial error remains, not √500.
    MetricValue kept = e.values().get("valid/kept");
    double expected = Math.sqrt(1000 * 0.25);
    assertThat(kept.error().orElseThrow().standardError()).isCloseTo(expected, within(2.5));
    assertThat(kept.error().get().high() - kept.error().get().low())
        .isCloseTo(2 * expected, within(5.0));
    assertThat(e.values().get("valid/kept/cut").error()).isEmpty();
  }

  @Test
  void unweightedEventsAreResampledWithoutRescaling() {
    Evaluation e =
        evaluator(400, 2, List.of(metric("kept", Weighting.FALSE, true, null)))
            .evaluate(List.of(part("valid", 1000, 10)));
    assertThat(e.values().get("valid/kept").error().orElseThrow().standardError())
        .isCloseTo(Math.sqrt(500), within(3.0));
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    List<Configured<Metric>> metrics = List.of(metric("kept", Weighting.PHYSICS, true, null));
    List<ScoredPart> parts = List.of(part("valid", 300, 10));
    assertThat(evaluator(50, 2, metrics).evaluate(parts).values())
        .isEqualTo(evaluator(50, 1, metrics).evaluate(parts).values());
  }

  @Test
  void aMetricLooksAtTheCutOfAnother() {
    Evaluation e =
        evaluator(
                0,
                1,
                List.of(
                    metric("first", Weighting.PHYSICS, true, null),
                    metric("other", Weighting.PHYSICS, false, "first"),
                    metric("chosen", Weighting.PHYSICS, false, Metric.CHOSEN_CUT)))
            .evaluate(List.of(part("valid", 100, 10)));
    double first = e.values().get("valid/first").value();
    assertThat(e.values().get("valid/other").value()).isEqualTo(first);
    assertThat(e.values().get("valid/chosen").value()).isEqualTo(first);
  }

  @Test
  void withoutValidThereIsNoCutAndAReason() {
    Evaluation e =
        evaluator(10, 1, List.of(metric("kept", Weighting.PHYSICS, true, null)))
            .evaluate(List.of(part("test", 100, 10)));
    assertThat(e.values().get("test/kept").defined()).isFalse();
    assertThat(e.values().get("test/kept").reason().orElseThrow()).contains("valid");
    assertThat(e.cut().orElseThrow().cut()).isEmpty();
  }

  @Test
  void savedCutsAreUsedAsTheyAre() {
    Evaluation e =
        evaluator(0, 1, List.of(metric("kept", Weighting.PHYSICS, true, null)))
            .evaluateAt(List.of(part("data", 100, 10)), Map.of("kept", 0.25));
    assertThat(e.values().get("data/kept/cut").value()).isEqualTo(0.25);
  }

  @Test
  void aWrongChoiceOfMetricsIsReportedBeforeAnyDataIsRead() {
    EvaluationPlan plan =
        new EvaluationPlan(
            List.of(
                metric("kept", Weighting.PHYSICS, true, null),
                metric("kept", Weighting.PHYSICS, true, null),
                metric("plain", Weighting.PHYSICS, false, "kpt")),
            Optional.of("plain"),
            10);
    assertThat(plan.check())
        .extracting(UserError::code, error -> error.key().orElseThrow())
        .containsExactly(
            tuple("duplicate-metric", "metrics[1]"),
            tuple("unknown-cut", "metrics[2].at"),
            tuple("unknown-cut", "cut"));
  }
}
