package org.fivesigma.preprocessing.maths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivesigma.preprocessing.Golden.assertClose;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.fivesigma.preprocessing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsAndQuantilesTest {

  @ParameterizedTest
  @ValueSource(strings = {"higgsml", "uci_higgs"})
  void meanAndVarianceAreThoseOfTheReference(String sample) {
    Golden golden = Golden.of(sample);
    double[][] values = golden.values();
    double[] mean = Arrays.stream(values).mapToDouble(v -> Moments.of(v).mean()).toArray();
    double[] variance = Arrays.stream(values).mapToDouble(v -> Moments.of(v).variance()).toArray();
    assertClose(mean, golden.numbers("StandardScaler", "mean"), 1e-10, "mean");
    assertClose(variance, golden.numbers("StandardScaler", "var"), 1e-10, "variance");
  }

  @ParameterizedTest
  @ValueSource(strings = {"higgsml", "uci_higgs"})
  void weightedMeanAndVarianceAreThoseOfTheReference(String sample) {
    Golden golden = Golden.of(sample);
    double[] weights =
        sample.equals("higgsml")
            ? golden.column("KaggleWeight")
            : IntStream.range(0, 2000).mapToDouble(i -> 0.5 + (i % 5) / 4.0).toArray();
    double[][] values = golden.values();
    double[] mean = Arrays.stream(values).mapToDouble(v -> Moments.of(v, weights).mean()).toArray();
    double[] variance =
        Arrays.stream(values).mapToDouble(v -> Moments.of(v, weights).variance()).toArray();
    assertClose(mean, golden.numbers("StandardScaler_weighted", "mean"), 1e-10, "mean");
    assertClose(variance, golden.numbers("StandardScaler_weighted", "var"), 1e-10, "variance");
  }

  @ParameterizedTest
  @ValueSource(strings = {"higgsml", "uci_higgs"})
  void mediansAndQuartilesAreThoseOfTheReference(String sample) {
    Golden golden = Golden.of(sample);
    double[][] values = golden.values();
    double[] medians = new double[values.length];
    double[] spreads = new double[values.length];
    for (int c = 0; c < values.length; c++) {
      double[] present = Arrays.stream(values[c]).filter(v -> !Double.isNaN(v)).toArray();
      double[] q = Quantiles.of(present, present.length, 0.75, 0.5, 0.25);
      medians[c] = q[1];
      spreads[c] = q[0] - q[2];
    }
    assertThat(medians).isEqualTo(golden.numbers("SimpleImputer_median", "statistics"));
    assertClose(medians, golden.numbers("RobustScaler", "center"), 1e-12, "center");
    assertClose(spreads, golden.numbers("RobustScaler", "scale"), 1e-12, "scale");
  }

  @Test
  void aLargeOffsetCostsNoDigits() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = random.doubles(100_000).toArray();
    double[] shifted = Arrays.stream(values).map(v -> Math.rint(v * 1024) / 1024 + 1e9).toArray();
    double[] plain = Arrays.stream(values).map(v -> Math.rint(v * 1024) / 1024).toArray();
    assertClose(
        new double[] {Moments.of(shifted).variance()},
        new double[] {Moments.of(plain).variance()},
        1e-13,
        "variance");
  }

  @Property(tries = 200)
  void quantilesBySelectionAreThoseBySorting(
      @ForAll @Size(min = 1, max = 2000) int[] numbers,
      @ForAll @DoubleRange(min = 0, max = 1) double p,
      @ForAll @DoubleRange(min = 0, max = 1) double q) {
    double[] values = Arrays.stream(numbers).mapToDouble(i -> i % 97).toArray();
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    assertThat(Quantiles.of(values, values.length, p, q, p))
        .containsExactly(
            Quantiles.ofSorted(sorted, p),
            Quantiles.ofSorted(sorted, q),
            Quantiles.ofSorted(sorted, p));
  }

  @Property(tries = 50)
  void anIntegerWeightCountsAsRepetition(@ForAll @Size(min = 1, max = 60) int[] numbers) {
    double[] values = Arrays.stream(numbers).mapToDouble(i -> i % 13).toArray();
    double[] weights = Arrays.stream(numbers).mapToDouble(i -> 1 + Math.floorMod(i, 3)).toArray();
    double[] repeated =
        IntStream.range(0, values.length)
            .boxed()
            .flatMapToDouble(i -> IntStream.range(0, (int) weights[i]).mapToDouble(k -> values[i]))
            .toArray();
    assertThat(Quantiles.weighted(values, weights, values.length, 0.5)[0])
        .isEqualTo(Quantiles.median(repeated.clone(), repeated.length));
    double[] ones = new double[repeated.length];
    Arrays.fill(ones, 1);
    assertThat(Quantiles.mode(values, weights, values.length))
        .isEqualTo(Quantiles.mode(repeated, ones, repeated.length));
    assertClose(
        new double[] {Moments.of(values, weights).variance()},
        new double[] {Moments.of(repeated).variance()},
        1e-12,
        "variance");
  }
}
