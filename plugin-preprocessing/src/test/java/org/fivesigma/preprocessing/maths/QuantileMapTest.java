package org.fivesigma.preprocessing.maths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.fivesigma.preprocessing.Golden.assertClose;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.fivesigma.preprocessing.Golden;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileMapTest {

  @ParameterizedTest
  @ValueSource(strings = {"higgsml", "uci_higgs"})
  void uniformAndNormalAreThoseOfTheReference(String sample) {
    Golden golden = Golden.of(sample);
    double[][] values = golden.values();
    QuantileMap[] maps = new QuantileMap[values.length];
    int[] index =
        Arrays.stream(golden.numbers("QuantileTransformer_uniform", "quantile_index"))
            .mapToInt(i -> (int) i)
            .toArray();
    double[][] expected = golden.rows("QuantileTransformer_uniform", "quantiles_at_index");
    for (int c = 0; c < maps.length; c++) {
      maps[c] =
          QuantileMap.of(Arrays.stream(values[c]).filter(v -> !Double.isNaN(v)).toArray(), 1000);
      for (int i = 0; i < index.length; i++) {
        assertThat(maps[c].quantiles()[index[i]])
            .isCloseTo(expected[i][c], offset(1e-9 * (1 + Math.abs(expected[i][c]))));
      }
    }
    for (String prefix : new String[] {"", "probe_"}) {
      double[][] input = golden.rows(prefix + "input");
      double[][] uniform = golden.rows("QuantileTransformer_uniform", prefix + "transformed");
      double[][] normal = golden.rows("QuantileTransformer_normal", prefix + "transformed");
      for (int r = 0; r < input.length; r++) {
        double[] u = new double[maps.length];
        double[] z = new double[maps.length];
        for (int c = 0; c < maps.length; c++) {
          u[c] = maps[c].probability(input[r][c]);
          z[c] = maps[c].normal(input[r][c]);
        }
        assertClose(u, uniform[r], 1e-9, prefix + "uniform row " + r);
        assertClose(z, normal[r], 1e-7, prefix + "normal row " + r);
      }
    }
  }

  @Property
  void theNormalQuantileUndoesTheErrorFunction(@ForAll @DoubleRange(min = -7, max = 7) double z) {
    double p = 0.5 * Erf.erfc(-z / Math.sqrt(2));
    double slope = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    assertThat(NormalQuantile.of(p)).isCloseTo(z, offset(1e-13 + 4e-16 / slope));
  }

  @Test
  void theEndsOfTheNormalQuantileAreInfinite() {
    assertThat(NormalQuantile.of(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(NormalQuantile.of(1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(NormalQuantile.of(Double.NaN)).isNaN();
  }

  @Property
  void probabilityRisesAndTheInverseUndoesIt(@ForAll @DoubleRange(min = 0, max = 1) double p) {
    SplittableRandom random = new SplittableRandom(4);
    double[] sample = random.doubles(5000).map(x -> Math.exp(8 * x)).toArray();
    QuantileMap map = QuantileMap.of(sample, 300);
    double x = map.value(p);
    assertThat(map.probability(x)).isCloseTo(p, offset(1e-12));
    assertThat(map.probability(x * 1.01)).isGreaterThanOrEqualTo(map.probability(x));
  }

  @Test
  void aSampleOfOneValueAndOfNoneWork() {
    QuantileMap map = QuantileMap.of(new double[] {3, 3, 3}, 1000);
    assertThat(map.probability(3)).isEqualTo(0);
    assertThat(map.probability(4)).isEqualTo(1);
    assertThat(map.probability(Double.NaN)).isNaN();
  }
}
