package org.fivesigma.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Correlations;
import org.fivesigma.spi.metric.Rescaling;
import org.junit.jupiter.api.Test;

/** Permutation importance, correlations, sculpting and replicas of events. */
class InsightTest {
  private static final int N = 4000;

  private static Columns features(float[]... values) {
    List<String> names = List.of("a", "b", "c").subList(0, values.length);
    return Columns.of(names, values, values[0].length);
  }

  private static float[] gaussian(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[N];
    for (int i = 0; i < N; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void whatTheModelDoesNotUseHasNoImportance() {
    Columns features = features(gaussian(1), gaussian(2));
    float[] truth = gaussian(1);
    // The goodness of a "model" that copies feature a: minus its squared error, at best 0.
    Map<String, PermutationImportance.Importance> found =
        new PermutationImportance(
                columns -> {
                  float[] a = new float[N];
                  columns.read(0, 0, N, a, 0);
                  double error = 0;
                  for (int i = 0; i < N; i++) {
                    error += (a[i] - truth[i]) * (a[i] - truth[i]);
                  }
                  return -error / N;
                },
                new Seeds(4),
                5)
            .of(features);
    // E(a − a')² = 2 for independent standard normal values.
    assertThat(found.get("a").value()).isCloseTo(2, within(5 * found.get("a").error() + 0.1));
    assertThat(found.get("a").error()).isBetween(1e-4, 0.1);
    assertThat(found.get("b").value()).isZero();
    assertThat(found.get("b").error()).isZero();
  }

  @Test
  void correlationsAreWeightedAndSkipMissingValues() {
    float[] a = gaussian(1);
    float[] b = new float[N];
    float[] c = new float[N];
    for (int i = 0; i < N; i++) {
      b[i] = i % 10 == 0 ? Float.NaN : -3 * a[i] + 7;
      c[i] = 5;
    }
    double[] ones = new double[N];
    Arrays.fill(ones, 1);
    double[][] matrix = Correlations.of(features(a, b, c), ones, 2);
    assertThat(matrix[0][0]).isEqualTo(1);
    assertThat(matrix[0][1]).isCloseTo(-1, within(1e-6)).isEqualTo(matrix[1][0]);
    assertThat(matrix[0][2]).isNaN();
    double[] weights = new double[N];
    for (int i = 0; i < N; i++) {
      weights[i] = i % 3;
    }
    int[] copies =
        java.util.stream.IntStream.range(0, N)
            .flatMap(i -> java.util.stream.IntStream.generate(() -> i).limit(i % 3))
            .toArray();
    double[] copiesOnce = new double[copies.length];
    Arrays.fill(copiesOnce, 1);
    Columns two = features(a, gaussian(9));
    assertThat(Correlations.of(two, weights, 1)[0][1])
        .isCloseTo(Correlations.of(two.select(copies), copiesOnce, 1)[0][1], within(1e-9));
  }

  private static ScoredPart part(int n) {
    int[] labels = new int[n];
    int[] process = new int[n];
    double[] scores = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 4 == 0 ? 1 : 0;
      process[i] = labels[i] == 1 ? 0 : 1 + i % 2;
      scores[i] = i / (double) n;
      weights[i] = 1;
    }
    return new ScoredPart("test", labels, scores, weights, weights, process, Rescaling.none());
  }

  @Test
  void aCutOnTheVariableItselfSculptsFully() {
    ScoredPart part = part(400);
    Column same = new Column.Doubles(part.scores());
    assertThat(Sculpting.distance(part, same, 1, i -> part.scores()[i] >= 0.5)).isEqualTo(1);
    double[] other = new double[400];
    Arrays.setAll(other, i -> (i * 37) % 100);
    double distance =
        Sculpting.distance(part, new Column.Doubles(other), 1, i -> part.scores()[i] >= 0.5);
    assertThat(distance).isLessThan(0.1);
    assertThat(Sculpting.distance(part, same, 1, i -> true)).isNaN();
    assertThat(Sculpting.distance(part, new Column.Doubles(new double[400]), 1, i -> i > 5))
        .as("a constant has no shape")
        .isNaN();
  }

  @Test
  void stratifiedReplicasKeepTheNumberOfEachClassAndProcess() {
    ScoredPart part = part(403);
    EventReplicas replicas = EventReplicas.stratified(part, new Seeds(3), "test");
    byte[] counts = new byte[403];
    byte[] first = new byte[403];
    replicas.counts(0, first);
    for (int r = 0; r < 20; r++) {
      replicas.counts(r, counts);
      int[] drawn = new int[3];
      int[] own = new int[3];
      for (int i = 0; i < counts.length; i++) {
        drawn[part.process()[i]] += counts[i];
        own[part.process()[i]]++;
      }
      assertThat(drawn).isEqualTo(own);
    }
    assertThat(counts).isNotEqualTo(first);
    replicas.counts(0, counts);
    assertThat(counts).isEqualTo(first);
  }
}
