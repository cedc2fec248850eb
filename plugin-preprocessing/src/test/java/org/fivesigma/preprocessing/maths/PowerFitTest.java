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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerFitTest {
  private static final String STANDARDIZED = "PowerTransformer_yeo_johnson_standardized";

  private static double[] present(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
  }

  private static PowerFit fit(double[] values) {
    double[] present = present(values);
    return PowerFit.yeoJohnson(present, null, present.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"higgsml", "uci_higgs"})
  void lambdaIsTheConvergedMaximumOfTheReference(String sample) {
    Golden golden = Golden.of(sample);
    double[] best = golden.numbers(STANDARDIZED, "lambdas_refined_brent_1e-12");
    double[] likelihood = golden.numbers(STANDARDIZED, "loglik_at_lambdas");
    double[][] values = golden.values();
    for (int c = 0; c < values.length; c++) {
      PowerFit fit = fit(values[c]);
      double lambda = fit.lambda();
      assertThat(lambda).isCloseTo(best[c], offset(2e-7 * (1 + Math.abs(best[c]))));
      assertThat(fit.logLikelihood(lambda)).isGreaterThanOrEqualTo(likelihood[c] - 1e-6);
      assertThat(fit.logLikelihood(best[c])).isCloseTo(likelihood[c], offset(1e-7));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"higgsml", "uci_higgs"})
  void meanAndDeviationAfterTheTransformAreThoseOfTheReference(String sample) {
    Golden golden = Golden.of(sample);
    double[] lambdas = golden.numbers(STANDARDIZED, "lambdas");
    double[][] values = golden.values();
    double[] mean = new double[values.length];
    double[] deviation = new double[values.length];
    for (int c = 0; c < values.length; c++) {
      mean[c] = fit(values[c]).mean(lambdas[c]);
      deviation[c] = Math.sqrt(fit(values[c]).variance(lambdas[c]));
    }
    assertClose(mean, golden.numbers(STANDARDIZED, "mean_after"), 1e-11, "mean");
    assertClose(deviation, golden.numbers(STANDARDIZED, "scale_after"), 1e-11, "deviation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"higgsml", "uci_higgs"})
  void transformedValuesAreThoseOfTheReference(String sample) {
    Golden golden = Golden.of(sample);
    double[] lambdas = golden.numbers(STANDARDIZED, "lambdas");
    double[] mean = golden.numbers(STANDARDIZED, "mean_after");
    double[] scale = golden.numbers(STANDARDIZED, "scale_after");
    for (String[] set :
        new String[][] {{"input", "transformed"}, {"probe_input", "probe_transformed"}}) {
      double[][] input = golden.rows(set[0]);
      double[][] standardized = golden.rows(STANDARDIZED, set[1]);
      double[][] raw = golden.rows("PowerTransformer_yeo_johnson_raw", set[1]);
      for (int r = 0; r < input.length; r++) {
        double[] y = new double[lambdas.length];
        double[] z = new double[lambdas.length];
        for (int c = 0; c < lambdas.length; c++) {
          y[c] = Powers.yeoJohnson(input[r][c], lambdas[c]);
          z[c] = (y[c] - mean[c]) / scale[c];
        }
        assertClose(y, raw[r], 1e-9, "raw row " + r);
        assertClose(z, standardized[r], 1e-9, "standardized row " + r);
      }
    }
  }

  @Test
  void momentsFromBinsAreThoseOfTheTransformedSample() {
    SplittableRandom random = new SplittableRandom(5);
    double[] values = new double[30_000];
    Arrays.setAll(values, i -> Math.exp(3 * random.nextGaussian()) * (i % 3 == 0 ? -1 : 1));
    for (double lambda : new double[] {-2, -0.3, 0, 1e-7, 0.4, 1, 2, 3.5}) {
      double[] y = Arrays.stream(values).map(x -> Powers.yeoJohnson(x, lambda)).toArray();
      Moments expected = Moments.of(y);
      PowerFit fit = PowerFit.yeoJohnson(values.clone(), null, values.length);
      assertThat(fit.mean(lambda) / expected.mean()).isCloseTo(1, offset(1e-9));
      assertThat(fit.variance(lambda) / expected.variance()).isCloseTo(1, offset(1e-9));
    }
  }

  @Test
  void boxCoxOfALogNormalSampleIsTheLogarithm() {
    SplittableRandom random = new SplittableRandom(11);
    double[] values = new double[200_000];
    Arrays.setAll(values, i -> Math.exp(2 + 0.7 * random.nextGaussian()));
    double lambda = PowerFit.boxCox(values.clone(), null, values.length).lambda();
    assertThat(lambda).isCloseTo(0, offset(0.01));
    double[] squares = Arrays.stream(values).map(x -> Math.pow(Math.log(x) + 20, 2)).toArray();
    assertThat(PowerFit.boxCox(squares, null, squares.length).lambda())
        .isCloseTo(0.5, offset(0.15));
  }

  @Test
  void weightsCountAsRepetitionsAndOrderDoesNotMatter() {
    double[] values = new double[3000];
    double[] weights = new double[3000];
    double[] repeated = new double[6000];
    SplittableRandom random = new SplittableRandom(2);
    int at = 0;
    for (int i = 0; i < 3000; i++) {
      values[i] = Math.pow(random.nextDouble(), 3) * 10 - 1;
      weights[i] = 1 + i % 3;
      for (int k = 0; k <= i % 3; k++) {
        repeated[6000 - ++at] = values[i];
      }
    }
    double weighted = PowerFit.yeoJohnson(values, weights, 3000).lambda();
    assertThat(PowerFit.yeoJohnson(repeated, null, 6000).lambda())
        .isCloseTo(weighted, offset(1e-7));
  }

  @Test
  void withoutSpreadThereIsNoLambda() {
    assertThat(PowerFit.yeoJohnson(new double[] {2, 2, 2}, null, 3).lambda()).isNaN();
    assertThat(PowerFit.yeoJohnson(new double[0], null, 0).lambda()).isNaN();
  }

  @Property
  void theInverseUndoesTheTransform(
      @ForAll @DoubleRange(min = -1e4, max = 1e4) double x,
      @ForAll @DoubleRange(min = -1, max = 3) double lambda) {
    double y = Powers.yeoJohnson(x, lambda);
    // Near the asymptote 1/|λ| digits are lost that no inverse can bring back.
    double lost = 1 + Math.pow(1 + Math.abs(x), x < 0 ? lambda - 2 : -lambda);
    assertThat(Powers.inverseYeoJohnson(y, lambda))
        .isCloseTo(x, offset(1e-11 * lost * (1 + Math.abs(x))));
  }
}
