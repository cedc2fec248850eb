package org.fivesigma.models.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.FittedCombiner;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.testing.CsvSample;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Combinations against scikit-learn, scipy and numpy ({@code ensembles.json}). */
class EnsembleReferenceTest {
  private static final int ROWS = 2000;
  private static JsonNode reference;
  private static double[][] members;
  private static int[] labels;
  private static double[] weights;

  @BeforeAll
  static void computeMembers() throws IOException {
    reference = new ObjectMapper().readTree(SharedFiles.reference("ensembles.json").toFile());
    CsvSample csv =
        CsvSample.read(SharedFiles.data("higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz"));
    members = new double[4][];
    for (int m = 0; m < 3; m++) {
      JsonNode member = reference.get("members").get(m);
      double[] a = csv.numbers(member.get("columns").get(0).asText(), Double.NaN);
      double[] b = csv.numbers(member.get("columns").get(1).asText(), Double.NaN);
      JsonNode c = member.get("c");
      members[m] = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        double z = c.get(0).asDouble() + c.get(1).asDouble() * a[i] + c.get(2).asDouble() * b[i];
        members[m][i] = 1 / (1 + Math.exp(-z));
      }
    }
    members[3] = Arrays.stream(members[0]).map(s -> Math.rint(20 * s) / 20).toArray();
    labels =
        Arrays.stream(csv.texts("Label"))
            .limit(ROWS)
            .mapToInt(l -> l.equals("s") ? 1 : 0)
            .toArray();
    weights = Arrays.copyOf(csv.numbers("KaggleWeight", Double.NaN), ROWS);
    double sum = Arrays.stream(weights).sum();
    weights = Arrays.stream(weights).map(w -> w * ROWS / sum).toArray();
  }

  private static double[][] three() {
    return Arrays.copyOf(members, 3);
  }

  private static void matches(double[] scores, JsonNode expected, double tolerance) {
    JsonNode positions = reference.get("positions");
    for (int i = 0; i < positions.size(); i++) {
      assertThat(scores[positions.get(i).asInt()])
          .isCloseTo(expected.get("values").get(i).asDouble(), Offset.offset(tolerance));
    }
  }

  @Test
  void averages() {
    matches(Combining.mean(three()), reference.get("plain_mean"), 1e-12);
    matches(
        Combining.weightedMean(three(), new double[] {0.5, 0.3, 0.2}),
        reference.get("weighted_mean"),
        1e-12);
    matches(Combining.geometricMean(three(), 1), reference.get("geometric_mean"), 1e-12);
  }

  @Test
  void ranksWithTies() {
    FittedCombiner ranks = new RankMean().fit(data(members, weights));
    matches(ranks.combine(members, 1), reference.get("rank_average"), 1e-12);
    FittedCombiner back = new RankMean.Reader().read(ranks.state(), ranks.tables());
    assertThat(back.combine(members, 1)).containsExactly(ranks.combine(members, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "scores, scores_unweighted, false",
    "scores, scores_weighted, true",
    "logits, logits_unweighted, false",
    "logits, logits_weighted, true"
  })
  void stacking(String on, String name, boolean weighted) {
    double[] ones = new double[ROWS];
    Arrays.fill(ones, 1);
    Stack.Fitted fitted =
        (Stack.Fitted)
            new Stack(new Stack.Options(on, 1e6)).fit(data(three(), weighted ? weights : ones));
    JsonNode expected = reference.get("logistic_stacking").get(name);
    relative(fitted.model().intercepts()[0], expected.get("intercept").asDouble());
    for (int m = 0; m < 3; m++) {
      relative(fitted.model().coefficients()[0][m], expected.get("coefficients").get(m).asDouble());
    }
    matches(fitted.combine(three(), 1), expected, 2e-6);
    assertThat(new Stack.Reader().read(fitted.state(), fitted.tables()).combine(three(), 1))
        .containsExactly(fitted.combine(three(), 1));
  }

  private static void relative(double value, double expected) {
    assertThat(value).isCloseTo(expected, Offset.offset(1e-6 * (1 + Math.abs(expected))));
  }

  private static Combiner.Data data(double[][] scores, double[] training) {
    Sample sample =
        new Sample(
            Columns.of(List.of(), new float[0][], ROWS), labels, training, weights, new long[ROWS]);
    return new Combiner.Data(
        scores.length,
        1,
        Optional.of(sample),
        scores,
        key -> {
          throw new AssertionError(key);
        },
        1,
        note -> {});
  }
}
