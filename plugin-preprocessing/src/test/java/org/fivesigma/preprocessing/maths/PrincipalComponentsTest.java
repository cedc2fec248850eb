package org.fivesigma.preprocessing.maths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.fivesigma.preprocessing.Golden.assertClose;

import java.util.Arrays;
import java.util.List;
import org.fivesigma.preprocessing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalComponentsTest {

  @ParameterizedTest
  @CsvSource({
    "higgsml, PCA_after_median_imputation, raw",
    "higgsml, PCA_after_median_imputation, standardized",
    "uci_higgs, PCA_all_28_features, raw",
    "uci_higgs, PCA_all_28_features, standardized"
  })
  void componentsAndProjectionsAreThoseOfTheReference(String sample, String name, String kind) {
    Golden golden = Golden.of(sample);
    List<String> columns = Golden.texts(golden.at(name, "columns"));
    double[][] values = columns.stream().map(golden::column).toArray(double[][]::new);
    for (double[] column : values) {
      double[] present = Arrays.stream(column).filter(v -> !Double.isNaN(v)).toArray();
      double median = Quantiles.median(present, present.length);
      Arrays.setAll(column, r -> Double.isNaN(column[r]) ? median : column[r]);
      if (kind.equals("standardized")) {
        Moments moments = Moments.of(column);
        double deviation = Math.sqrt(moments.variance());
        Arrays.setAll(column, r -> (column[r] - moments.mean()) / deviation);
      }
    }
    double[] means = Arrays.stream(values).mapToDouble(v -> Moments.of(v).mean()).toArray();
    Covariance covariance = new Covariance(means);
    double[][] copy = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    covariance.add(copy, copy[0].length);
    PrincipalComponents found = PrincipalComponents.of(covariance.matrix());
    assertClose(covariance.means(), golden.numbers(name, kind, "mean"), 1e-10, "mean");
    double[] variances = golden.numbers(name, kind, "explained_variance");
    assertClose(Arrays.copyOf(found.variances(), 5), variances, 1e-8, "variance");
    double[][] directions = golden.rows(name, kind, "components");
    for (int k = 0; k < 5; k++) {
      assertClose(found.directions()[k], directions[k], 1e-8, "component " + k);
    }
    double[] positions = golden.numbers(name, "positions");
    double[][] expected = golden.rows(name, kind, "transformed");
    for (int i = 0; i < positions.length; i++) {
      double[] projection = new double[5];
      for (int k = 0; k < 5; k++) {
        for (int c = 0; c < values.length; c++) {
          projection[k] += found.directions()[k][c] * (values[c][(int) positions[i]] - means[c]);
        }
      }
      assertClose(projection, expected[i], 1e-6, "row " + i);
    }
  }

  @Test
  void sumsOfBlocksAddUp() {
    double[][] values = {{1, 2, 4, 8}, {3, 1, 4, 1}};
    Covariance whole = new Covariance(new double[] {2, 2});
    whole.add(new double[][] {values[0].clone(), values[1].clone()}, 4);
    Covariance parts = new Covariance(new double[] {2, 2});
    Covariance second = new Covariance(new double[] {2, 2});
    parts.add(new double[][] {{1, 2}, {3, 1}}, 2);
    second.add(new double[][] {{4, 8}, {4, 1}}, 2);
    parts.add(second);
    assertThat(parts.matrix()).isDeepEqualTo(whole.matrix());
    assertThat(whole.matrix()[0][0]).isCloseTo(115.0 / 12, offset(1e-12));
    assertThat(PrincipalComponents.of(whole.matrix()).holding(0.99)).isEqualTo(2);
  }
}
