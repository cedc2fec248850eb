package org.fivesigma.metrics.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fivesigma.metrics.MetricsPlugin;
import org.fivesigma.metrics.Reference;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Metric.CutChoice;
import org.fivesigma.spi.metric.Metric.CutContext;
import org.fivesigma.spi.metric.PoissonReplicas;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.testing.contract.PluginsUnderTest;
import org.fivesigma.testing.contract.ScoredSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CutRulesTest {
  private static final PluginsUnderTest PLUGINS =
      new PluginsUnderTest(List.of(new MetricsPlugin()));
  private static final CutContext PLAIN = new CutContext(new Seeds(5), 2, Rescaling.none());

  private static Metric ams(Object cut, double minBackground) {
    return PLUGINS.create(
        PLUGINS.find(Kinds.METRIC, "ams").orElseThrow(),
        Map.of("cut", cut, "min_background", minBackground, "replicas", 200));
  }

  private static CutChoice choose(Object cut, Scored part) {
    return ams(cut, 0).chooseCut(part, PLAIN);
  }

  @Test
  void fixedIsTheCutItself() {
    Scored part = Reference.higgsml("score1");
    assertThat(choose(Map.of("type", "fixed", "value", 0.8), part).cut()).contains(0.8);
  }

  @Test
  void efficiencyIsTheHighestScoreThatReachesIt() {
    Scored part =
        Reference.binary(
            new int[] {1, 0, 1, 1, 0},
            new double[] {.9, .8, .7, .6, .5},
            new double[] {1, 5, 2, 1, 5});
    assertThat(choose(Map.of("type", "efficiency", "value", 0.7), part).cut()).contains(.7);
    assertThat(choose(Map.of("type", "efficiency", "value", 0.76), part).cut()).contains(.6);
    assertThat(choose(Map.of("type", "efficiency", "value", 1), part).cut()).contains(.6);
  }

  @Test
  void backgroundEventsIsTheScoreOfTheNthUnweighted() {
    Scored part =
        Reference.binary(
            new int[] {0, 1, 0, 0, 1},
            new double[] {.9, .8, .7, .7, .5},
            new double[] {-3, 1, 50, 2, 1});
    Object two = Map.of("type", "background_events", "value", 2);
    assertThat(choose(two, part).cut()).contains(.7);
    CutChoice four = choose(Map.of("type", "background_events", "value", 4), part);
    assertThat(four.cut()).isEmpty();
    assertThat(four.reason().orElseThrow()).contains("4 background events");
  }

  @Test
  void theBootstrapTellsOverallMeanAndAtMeanCut() {
    Scored part = Reference.atFullYields(Reference.higgsml("score1"));
    Rescaling toYields = Rescaling.to(part.labels(), new double[] {410999.8, 691.99});
    Metric ams = ams("bootstrap", 0);
    CutChoice choice = ams.chooseCut(part, new CutContext(new Seeds(1), 2, toYields));
    assertThat(choice.extra().keySet()).containsExactly("overall", "mean");
    double overall = Reference.values().get("higgsml").get("ams_score1").get("best_ams").asDouble();
    assertThat(choice.extra().get("overall")).isCloseTo(overall, within(1e-9));
    Metric.Prepared prepared = ams.prepare(part, choice.cut());
    double[] values = prepared.values(part.weights());
    int repeated = prepared.details().indexOf("at_mean_cut");
    assertThat(values[repeated]).isEqualTo(values[0]).isLessThanOrEqualTo(overall);
    assertThat(choice.extra().get("mean")).isGreaterThan(values[0]);
  }

  @Test
  void thePlateauHoldsTheBestCut() {
    Scored part = Reference.atFullYields(Reference.higgsml("score1"));
    Rescaling toYields = Rescaling.to(part.labels(), new double[] {410999.8, 691.99});
    CutChoice choice =
        ams("plateau", 10).chooseCut(part, new CutContext(new Seeds(1), 2, toYields));
    double low = choice.extra().get("plateau_low");
    double high = choice.extra().get("plateau_high");
    assertThat(0.48925165608962307).isBetween(low, high);
    assertThat(choice.cut().orElseThrow()).isCloseTo((low + high) / 2, within(1e-15));
    SignificanceScan scan = SignificanceTest.scan(part, new Formula.Ams(10), 0, Optional.empty());
    double sigma = scan.error(0.48925165608962307, new CutContext(new Seeds(1), 2, toYields));
    double best = choice.extra().get("overall");
    assertThat(sigma).isBetween(0.01, 0.3);
    assertThat(scan.value(low)).isGreaterThan(best - 2 * sigma);
    assertThat(scan.value(high)).isGreaterThan(best - 2 * sigma);
  }

  @Test
  void everyRuleGivesAReasonWhereThereIsNoCandidate() {
    Scored part = Reference.binary(new int[] {1, 0}, new double[] {.9, .1}, new double[] {1, 1});
    for (String rule : List.of("argmax", "bootstrap", "plateau")) {
      CutChoice choice = ams(rule, 10).chooseCut(part, PLAIN);
      assertThat(choice.cut()).isEmpty();
      assertThat(choice.reason().orElseThrow()).contains("min_background");
    }
    assertThat(PLUGINS.extensions(CutRule.KIND)).hasSize(6);
  }

  /** Parts with ties, negative weights, several classes; formulas; guards; grids; rescalings. */
  static Stream<Object[]> scans() {
    List<Object[]> cases = new ArrayList<>();
    Scored higgs = Reference.atFullYields(Reference.higgsml("score2"));
    Scored signed = ScoredSamples.part("valid", 2, 700, 3);
    Scored three = ScoredSamples.part("valid", 3, 700, 4);
    Scored positive = signed.withWeights(Arrays.stream(signed.weights()).map(Math::abs).toArray());
    Significance ams = SignificanceTest.significance(new Formula.Ams(10), 0);
    Significance fom =
        new Significance(
            new Formula.Asimov(), 0.2, true, new double[] {0.1, 0, 0, 0.3}, Optional.empty());
    Significance discovery =
        new Significance(
            new Formula.Asimov(),
            0.05,
            false,
            new double[0],
            Optional.of(new Significance.Expected(100, 1000)));
    Significance quadratic = SignificanceTest.significance(new Formula.Quadratic(), 0.1);
    Optional<CutGrid> grid = Optional.of(new CutGrid(0.1, 0.9, 31));
    for (Scored part : List.of(positive, signed, three)) {
      for (Significance significance : List.of(ams, fom, discovery, quadratic)) {
        for (double guard : new double[] {0, 10}) {
          cases.add(new Object[] {part, significance, guard, Optional.empty()});
          cases.add(new Object[] {part, significance, guard, grid});
        }
      }
    }
    cases.add(new Object[] {higgs, ams, 0.0, Optional.empty()});
    cases.add(new Object[] {higgs, ams, 10.0, Optional.empty()});
    return cases.stream();
  }

  /** The fast scan of a replica against a fresh scan of the events it has. */
  @ParameterizedTest
  @MethodSource("scans")
  void theFastScanFindsWhatAPlainOneFinds(
      Scored part, Significance significance, double guard, Optional<CutGrid> grid) {
    double[] totals = new double[part.classes().size()];
    Arrays.fill(totals, 300);
    CutContext context = new CutContext(new Seeds(9), 2, Rescaling.to(part.labels(), totals));
    SignificanceScan scan = new SignificanceScan(part, significance, guard, grid, 20);
    CutScan.Replicas fast = scan.bootstrap(context);
    PoissonReplicas poisson = new PoissonReplicas(context.seeds(), "cut-bootstrap");
    for (int r = 0; r < 20; r++) {
      byte[] counts = new byte[part.rows()];
      poisson.counts(r, counts);
      SignificanceScan plain =
          new SignificanceScan(replica(part, scan, counts, totals), significance, guard, grid, 20);
      int best = plain.best();
      if (best < 0) {
        assertThat(fast.values()[r]).isNaN();
        assertThat(fast.cuts()[r]).isNaN();
      } else {
        assertThat(fast.values()[r]).isCloseTo(plain.values()[best], within(1e-9));
        assertThat(plain.value(fast.cuts()[r])).isCloseTo(plain.values()[best], within(1e-9));
      }
    }
  }

  /** Each event as often as it occurs, rescaled by class; counts are in the order of the scores. */
  private static Scored replica(
      Scored part, SignificanceScan scan, byte[] counts, double[] totals) {
    int[] events =
        IntStream.range(0, counts.length)
            .flatMap(i -> IntStream.range(0, counts[i]).map(c -> scan.order().event(i)))
            .toArray();
    Scored copies = ScoredSamples.select(part, events);
    double[] weights = copies.weights().clone();
    Rescaling.to(copies.labels(), totals).rescale(weights);
    return copies.withWeights(weights);
  }

  @Test
  void threadsChangeNothing() {
    Scored part = Reference.atFullYields(Reference.higgsml("score1"));
    SignificanceScan scan = SignificanceTest.scan(part, new Formula.Ams(10), 0, Optional.empty());
    CutScan.Replicas one = scan.bootstrap(new CutContext(new Seeds(1), 1, Rescaling.none()));
    CutScan.Replicas two = scan.bootstrap(new CutContext(new Seeds(1), 2, Rescaling.none()));
    assertThat(two.cuts()).isEqualTo(one.cuts());
    assertThat(two.values()).isEqualTo(one.values());
  }
}
