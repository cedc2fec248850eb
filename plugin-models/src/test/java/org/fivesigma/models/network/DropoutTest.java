package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the masks of dropout look like. */
class DropoutTest {
  private static final int ROWS = 500;
  private static final int WIDTH = 200;

  /** The arrays of one draw, one after another. */
  private static float[][] draw(Dropout dropout, SplittableRandom random) {
    Torch.prepare();
    dropout.draw(random, ROWS);
    try (NDManager scope = Torch.manager("cpu")) {
      List<NDArray> arrays = dropout.arrays(scope);
      float[][] values = new float[arrays.size()][ROWS * WIDTH];
      for (int i = 0; i < values.length; i++) {
        Torch.read(arrays.get(i), values[i], 0, values[i].length);
      }
      return values;
    }
  }

  private static double correlation(float[] a, float[] b, int shift) {
    double ab = 0;
    double ma = 0;
    double mb = 0;
    double aa = 0;
    double bb = 0;
    int n = a.length - shift;
    for (int i = 0; i < n; i++) {
      double x = a[i];
      double y = b[i + shift];
      ab += x * y;
      ma += x;
      mb += y;
      aa += x * x;
      bb += y * y;
    }
    double cov = ab / n - ma / n * (mb / n);
    return cov / Math.sqrt((aa / n - ma / n * (ma / n)) * (bb / n - mb / n * (mb / n)));
  }

  @Test
  void theShareOfDroppedUnitsIsTheRateAndTheMeanStays() {
    for (double rate : new double[] {0.05, 0.3, 0.7}) {
      float[][] masks =
          draw(new Dropout(rate, false, List.of(WIDTH), ROWS), new SplittableRandom(1));
      int dropped = 0;
      for (float f : masks[0]) {
        assertThat(f == 0 || f == (float) (1 / (1 - rate))).isTrue();
        dropped += f == 0 ? 1 : 0;
      }
      double n = ROWS * WIDTH;
      assertThat(dropped / n).isCloseTo(rate, within(4 * Math.sqrt(rate * (1 - rate) / n)));
    }
  }

  @Test
  void unitsRowsLayersAndStepsAreIndependent() {
    Dropout dropout = new Dropout(0.4, false, List.of(WIDTH, WIDTH), ROWS);
    SplittableRandom random = new SplittableRandom(2);
    float[][] one = draw(dropout, random);
    float[][] two = draw(dropout, random);
    double error = 4.5 / Math.sqrt(ROWS * WIDTH);
    for (int shift : new int[] {1, 2, 3, 16, WIDTH, 2 * WIDTH, 4096}) {
      assertThat(correlation(one[0], one[0], shift)).as("%s", shift).isCloseTo(0, within(error));
    }
    assertThat(correlation(one[0], one[1], 0)).isCloseTo(0, within(error));
    assertThat(correlation(one[0], two[0], 0)).isCloseTo(0, within(error));
  }

  @Test
  void alphaDropoutKeepsMeanAndVarianceOfNormalValues() {
    float[][] masks = draw(new Dropout(0.2, true, List.of(WIDTH), ROWS), new SplittableRandom(3));
    assertThat(masks.length).isEqualTo(2);
    SplittableRandom random = new SplittableRandom(4);
    double sum = 0;
    double square = 0;
    int n = ROWS * WIDTH;
    for (int i = 0; i < n; i++) {
      double value = random.nextGaussian() * masks[0][i] + masks[1][i];
      sum += value;
      square += value * value;
    }
    assertThat(sum / n).isCloseTo(0, within(0.015));
    assertThat(square / n).isCloseTo(1, within(0.03));
  }

  @Test
  void theSameStreamGivesTheSameMasks() {
    Dropout dropout = new Dropout(0.4, false, List.of(WIDTH), ROWS);
    assertThat(draw(dropout, new SplittableRandom(5)))
        .isDeepEqualTo(draw(dropout, new SplittableRandom(5)));
  }
}
