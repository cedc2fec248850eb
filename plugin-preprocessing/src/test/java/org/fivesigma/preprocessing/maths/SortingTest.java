package org.fivesigma.preprocessing.maths;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SortingTest {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    Double.NaN,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1,
    1,
    -1
  };

  @Property(tries = 20)
  void byDigitsAndByComparisonGiveTheSameOrder(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9000) int n, @ForAll boolean floats) {
    Random random = new Random(seed);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      double x =
          random.nextInt(20) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian();
      values[i] = floats ? (float) (x * 1e3) : x;
    }
    int[] order = Sorting.order(values, n);
    int[] expected =
        IntStream.range(0, n)
            .boxed()
            .sorted((a, b) -> Double.compare(values[a], values[b]))
            .mapToInt(i -> i)
            .toArray();
    assertThat(order).isEqualTo(expected);
    double[] sorted = values.clone();
    Sorting.sort(sorted, n);
    Arrays.sort(values);
    assertThat(sorted).isEqualTo(values);
  }
}
