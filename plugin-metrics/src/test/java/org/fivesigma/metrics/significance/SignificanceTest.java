package org.fivesigma.metrics.significance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.fivesigma.metrics.Reference;
import org.fivesigma.metrics.significance.SignificanceMetric.Background;
import org.fivesigma.metrics.significance.SignificanceMetric.Cuts;
import org.fivesigma.spi.metric.Scored;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignificanceTest {
  private static final Percentage EXACT = Percentage.withPercentage(1e-7);

  @ParameterizedTest
  @CsvSource({
    "100, 1000, 3.096691706609783, 3.1116547960072163, 3.1622776601683795, 1.644317824710364,"
        + " 0.47848058580007596, 0.49326362366699",
    "10, 20, 1.7362504992490198, 2.0803621046562695, 2.23606797749979, 2.0227898342939437,"
        + " 1.5013760307308879, 1.4744195615489712",
    "5, 1, 1.4107410755078844, 3.391329183481996, 5.0, 3.3821630663029736, 3.2551332246145437,"
        + " 2.0344711469278987",
    "200, 4000, 3.132609405007111, 3.1364596320100846, 3.1622776601683795, 0.938703026285371,"
        + " 0.2451979648593232, 0.24918370302168416"
  })
  void formulaeHaveThePublishedValues(
      double s, double b, double ams, double plain, double root, double z5, double z20, double q) {
    assertThat(new Formula.Ams(10).value(s, b, 0)).isCloseTo(ams, EXACT);
    assertThat(new Formula.Ams(0).value(s, b, 0)).isCloseTo(plain, EXACT);
    assertThat(new Formula.SOverSqrtB().value(s, b, 0)).isCloseTo(root, EXACT);
    assertThat(new Formula.Asimov().value(s, b, 0.0025 * b * b)).isCloseTo(z5, EXACT);
    assertThat(new Formula.Asimov().value(s, b, 0.04 * b * b)).isCloseTo(z20, EXACT);
    assertThat(new Formula.Quadratic().value(s, b, 0.04 * b * b)).isCloseTo(q, EXACT);
  }

  @ParameterizedTest
  @CsvSource({
    "461.228096209, 89012.844986, 1.54450974337",
    "457.142474838, 88508.8010881, 1.53518474743",
    "217.039443378, 4379.2523956, 3.24953916678",
    "212.848603705, 4345.089289, 3.19956489456"
  })
  void amsGivesTheOfficialSubmissions(double s, double b, double ams) {
    assertThat(new Formula.Ams(10).value(s, b, 0)).isCloseTo(ams, Percentage.withPercentage(1e-8));
  }

  @Test
  void asimovGoesOverIntoAmsWithoutUncertainty() {
    assertThat(new Formula.Asimov().value(10, 1000, 0))
        .isCloseTo(0.31570290369, Offset.offset(1e-11));
    for (double v = 1e-20; v < 1e-4; v *= 10) {
      assertThat(new Formula.Asimov().value(10, 1000, v))
          .isCloseTo(0.31570290369, Offset.offset(1e-7));
    }
  }

  @Test
  void noSignalGivesZeroAndNegativeSignalKeepsItsSign() {
    assertThat(new Formula.Ams(10).value(0, 100, 0)).isZero();
    assertThat(new Formula.Asimov().value(0, 100, 400)).isZero();
    assertThat(new Formula.Ams(10).value(-20, 100, 0)).isCloseTo(-1.97, Offset.offset(0.005));
    assertThat(new Formula.Asimov().value(-20, 100, 25)).isNegative();
    assertThat(new Formula.Quadratic().value(-20, 100, 25)).isNegative();
  }

  @TestFactory
  Stream<DynamicTest> amsOverAllCutsAgreesWithTheReference() {
    JsonNode higgs = Reference.values().get("higgsml");
    return Stream.of(
            Map.entry("score1", higgs.get("ams_score1")),
            Map.entry("score2", higgs.get("ams_score2")),
            Map.entry("negative score1", higgs.get("negative_weights").get("score1").get("ams")),
            Map.entry("negative score2", higgs.get("negative_weights").get("score2").get("ams")),
            Map.entry(
                "pseudo", Reference.values().get("pseudoexperiments").get("ams_unscaled_weights")))
        .map(c -> DynamicTest.dynamicTest(c.getKey(), () -> ams(part(c.getKey()), c.getValue())));
  }

  private static Scored part(String name) {
    if (name.equals("pseudo")) {
      return Reference.pseudoexperiments();
    }
    Scored scored = Reference.higgsml(name.substring(name.length() - 6));
    return Reference.atFullYields(name.startsWith("neg") ? Reference.negative(scored) : scored);
  }

  private static void ams(Scored part, JsonNode expected) {
    SignificanceMetric ams =
        new SignificanceMetric(
            new Formula.Ams(10), Background.KNOWN, anyCut(Optional.empty()), Optional.empty());
    close(Reference.value(ams, part, ""), expected.get("best_ams"));
    close(Reference.value(ams, part, "best"), expected.get("best_ams"));
    assertThat(Reference.value(ams, part, "cut"))
        .isCloseTo(expected.get("best_cut").asDouble(), Offset.offset(1e-12));
    close(Reference.value(ams, part, "s"), expected.get("s"));
    close(Reference.value(ams, part, "b"), expected.get("b"));
    SignificanceScan scan = scan(part, new Formula.Ams(10), 0, Optional.empty());
    assertThat(scan.cuts()).hasSize(expected.get("n_cuts").asInt());
    expected
        .get("at_fixed_cuts")
        .properties()
        .forEach(
            e -> {
              var prepared = ams.prepare(part, Optional.of(Double.valueOf(e.getKey())));
              double[] values = prepared.values(part.weights());
              close(values[0], e.getValue().get("ams"));
              close(values[2], e.getValue().get("s"));
              close(values[3], e.getValue().get("b"));
            });
  }

  @TestFactory
  Stream<DynamicTest> figuresOfMeritOverTheGridAgreeWithTheReference() {
    JsonNode higgs = Reference.values().get("higgsml");
    return Stream.of(
            Map.entry("score1", higgs.get("asimov_score1")),
            Map.entry("score2", higgs.get("asimov_score2")),
            Map.entry("negative score1", higgs.get("negative_weights").get("score1").get("asimov")),
            Map.entry("negative score2", higgs.get("negative_weights").get("score2").get("asimov")))
        .map(c -> DynamicTest.dynamicTest(c.getKey(), () -> fom(part(c.getKey()), c.getValue())));
  }

  private static void fom(Scored part, JsonNode expected) {
    Optional<CutGrid> grid = Optional.of(new CutGrid(0.7, 1.0, 200));
    Map<Formula, String> forms =
        Map.of(new Formula.Asimov(), "best_asimov_z", new Formula.Quadratic(), "best_eq14");
    forms.forEach(
        (formula, name) -> {
          SignificanceMetric fom =
              new SignificanceMetric(
                  formula, Background.relative(0.2), anyCut(grid), Optional.empty());
          JsonNode best = expected.get(name);
          close(Reference.value(fom, part, ""), best.get("value"));
          close(Reference.value(fom, part, "s"), best.get("s"));
          close(Reference.value(fom, part, "b"), best.get("b"));
          assertThat(Reference.value(fom, part, "cut"))
              .isCloseTo(best.get("cut").asDouble(), Offset.offset(1e-12));
        });
    for (JsonNode row : expected.get("every_10th_cut").get("rows")) {
      double cut = row.get(0).asDouble();
      SignificanceScan asimov = scan(part, new Formula.Asimov(), 0.2, grid);
      close(asimov.signal(cut), row.get(1));
      close(asimov.background(cut), row.get(2));
      if (!row.get(3).isNull()) {
        close(asimov.value(cut), row.get(3));
        close(scan(part, new Formula.Quadratic(), 0.2, grid).value(cut), row.get(4));
      }
    }
  }

  @Test
  void theGuardAsksForEffectiveBackgroundEvents() {
    int[] labels = new int[40];
    double[] scores = new double[40];
    double[] weights = new double[40];
    for (int i = 0; i < 40; i++) {
      labels[i] = i < 5 || i % 2 == 0 ? 1 : 0;
      scores[i] = 1 - i / 40.0;
      weights[i] = 1;
    }
    Scored part = Reference.binary(labels, scores, weights);
    double[] guarded =
        new SignificanceScan(part, significance(new Formula.Ams(0.1), 0), 10, Optional.empty(), 100)
            .cuts();
    assertThat(guarded[guarded.length - 1]).isEqualTo(scores[23]);
    SignificanceMetric plain =
        new SignificanceMetric(
            new Formula.Ams(0.1), Background.KNOWN, anyCut(Optional.empty()), Optional.empty());
    assertThat(Reference.value(plain, part, "cut")).isEqualTo(scores[4]);
    assertThat(Reference.value(plain, part, "n_eff")).isZero();
    assertThat(plain.prepare(part, Optional.of(scores[4])).warnings())
        .containsExactly("not resolved: 0.0 effective background events above the cut");
  }

  @Test
  void tiesInTheMetricGoToTheLowestCut() {
    Scored part =
        Reference.binary(
            new int[] {1, 1, 0, 0}, new double[] {.9, .8, .7, .6}, new double[] {1, 0, 1, 1});
    SignificanceMetric ams =
        new SignificanceMetric(
            new Formula.Ams(10), Background.KNOWN, anyCut(Optional.empty()), Optional.empty());
    assertThat(Reference.value(ams, part, "cut")).isEqualTo(.8);
  }

  @Test
  void withoutCandidateThereIsNoCutButAReason() {
    Scored part = Reference.binary(new int[] {1, 0}, new double[] {.9, .1}, new double[] {1, 1});
    SignificanceMetric ams =
        new SignificanceMetric(
            new Formula.Ams(10),
            Background.KNOWN,
            new Cuts(new ArgmaxCut(), Optional.empty(), 10, 512),
            Optional.empty());
    assertThat(Reference.value(ams, part, "")).isNaN();
    assertThat(ams.prepare(part, Optional.empty()).reason("")).contains("no cut was chosen");
  }

  @Test
  void theVarianceIsTheQuadraticSumOfItsParts() {
    Scored part =
        new Scored(
            "valid",
            List.of("background", "signal"),
            1,
            new int[] {0, 0, 1},
            new double[] {.9, .9, .9},
            new double[] {30, 40, 50},
            new double[] {30, 40, 50},
            new int[] {0, 1, 2},
            List.of("z", "top", "higgs"),
            Optional.empty());
    SignificanceMetric fom =
        new SignificanceMetric(
            new Formula.Quadratic(),
            new Background(0.2, true, Map.of("z", 0.1, "top", 0.5)),
            anyCut(Optional.empty()),
            Optional.empty());
    double variance = 14 * 14 + (900 + 1600) + 3 * 3 + 20 * 20;
    assertThat(Reference.value(fom, part, "")).isCloseTo(50 / Math.sqrt(120 + variance), EXACT);
    assertThat(fom.check(part.classes(), List.of("z", "higgs")))
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("systematics.top"));
  }

  private static void close(double actual, JsonNode expected) {
    assertThat(actual).isCloseTo(expected.asDouble(), Percentage.withPercentage(1e-7));
  }

  static Cuts anyCut(Optional<CutGrid> grid) {
    return new Cuts(new ArgmaxCut(), grid, 0, 512);
  }

  static Significance significance(Formula formula, double relative) {
    return new Significance(formula, relative, false, new double[0], Optional.empty());
  }

  static SignificanceScan scan(
      Scored part, Formula formula, double relative, Optional<CutGrid> grid) {
    return new SignificanceScan(part, significance(formula, relative), 0, grid, 512);
  }
}
