package org.fivesigma.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.option.StepSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every step end to end in float32 against scikit-learn, to 1e-6. */
class StepsAgainstReferenceTest {
  static StepSpec standard(boolean weighted) {
    return Fits.step(
        StandardScale.ID, StandardScale::new, new StandardScale.Options(true, true, weighted));
  }

  static StepSpec minMax(double low, double high) {
    return Fits.step(
        MinMaxScale.ID, MinMaxScale::new, new MinMaxScale.Options(List.of(low, high), false));
  }

  static StepSpec robust() {
    return Fits.step(
        RobustScale.ID,
        RobustScale::new,
        new RobustScale.Options(true, true, List.of(25.0, 75.0), false));
  }

  static StepSpec power(boolean standardize) {
    return Fits.step(
        PowerTransform.ID,
        PowerTransform::new,
        new PowerTransform.Options(PowerTransform.Method.YEO_JOHNSON, standardize, false));
  }

  static StepSpec quantile(QuantileTransform.Distribution distribution) {
    return Fits.step(
        QuantileTransform.ID,
        QuantileTransform::new,
        new QuantileTransform.Options(distribution, 1000));
  }

  static StepSpec impute(Impute.Strategy strategy) {
    return Fits.step(
        Impute.ID, Impute::new, new Impute.Options(strategy, Optional.empty(), true, false));
  }

  static Stream<Arguments> steps() {
    return Stream.of("higgsml", "uci_higgs")
        .flatMap(
            sample ->
                Stream.of(
                    Arguments.of(sample, "StandardScaler", standard(false)),
                    Arguments.of(sample, "StandardScaler_weighted", standard(true)),
                    Arguments.of(sample, "MinMaxScaler_0_1", minMax(0, 1)),
                    Arguments.of(sample, "MinMaxScaler_m1_1", minMax(-1, 1)),
                    Arguments.of(sample, "RobustScaler", robust()),
                    Arguments.of(sample, "PowerTransformer_yeo_johnson_standardized", power(true)),
                    Arguments.of(sample, "PowerTransformer_yeo_johnson_raw", power(false)),
                    Arguments.of(
                        sample,
                        "QuantileTransformer_uniform",
                        quantile(QuantileTransform.Distribution.UNIFORM)),
                    Arguments.of(
                        sample,
                        "QuantileTransformer_normal",
                        quantile(QuantileTransform.Distribution.NORMAL)),
                    Arguments.of(sample, "SimpleImputer_median", impute(Impute.Strategy.MEDIAN)),
                    Arguments.of(sample, "SimpleImputer_mean", impute(Impute.Strategy.MEAN))));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void transformedRowsAreThoseOfTheReference(String sample, String name, StepSpec step) {
    Golden golden = Golden.of(sample);
    double[][] values = golden.values();
    double[] weights =
        sample.equals("higgsml")
            ? golden.column("KaggleWeight")
            : IntStream.range(0, 2000).mapToDouble(i -> 0.5 + (i % 5) / 4.0).toArray();
    FittedPipeline pipeline =
        new Fits().weights(weights).fit(Fits.columns(golden.columns(), values), 2, step);
    for (String prefix : new String[] {"", "probe_"}) {
      double[][] rows = golden.rows(prefix + "input");
      double[][] columns = new double[values.length][rows.length];
      for (int c = 0; c < columns.length; c++) {
        int column = c;
        Arrays.setAll(columns[c], r -> rows[r][column]);
      }
      FeatureMatrix matrix = pipeline.transform(Fits.columns(golden.columns(), columns), 1);
      double[][] expected = golden.rows(name, prefix + "transformed");
      for (int r = 0; r < rows.length; r++) {
        float[] row = new float[matrix.width()];
        matrix.copyRow(r, row, 0);
        double[] wide = IntStream.range(0, row.length).mapToDouble(c -> row[c]).toArray();
        Golden.assertClose(wide, expected[r], 1e-6, name + " " + prefix + "row " + r);
      }
    }
  }

  @Test
  void oneHotColumnsAreThoseOfTheReference() {
    Golden golden = Golden.of("higgsml");
    double[] all = golden.column("PRI_jet_num");
    List<String> names = List.of("PRI_jet_num");
    for (OneHot.Drop drop : new OneHot.Drop[] {OneHot.Drop.NONE, OneHot.Drop.FIRST}) {
      StepSpec step = Fits.step(OneHot.ID, OneHot::new, new OneHot.Options(drop, 50));
      FittedPipeline pipeline = new Fits().fit(Fits.columns(names, all), 1, step);
      String[] expectedNames = {"PRI_jet_num_0", "PRI_jet_num_1", "PRI_jet_num_2", "PRI_jet_num_3"};
      int skip = drop == OneHot.Drop.FIRST ? 1 : 0;
      assertThat(pipeline.outputs()).containsExactly(Arrays.copyOfRange(expectedNames, skip, 4));
      double[] input = golden.numbers("OneHotEncoder_PRI_jet_num", "input");
      double[][] expected =
          golden.rows(
              "OneHotEncoder_PRI_jet_num",
              drop == OneHot.Drop.FIRST ? "transformed_drop_first" : "transformed");
      double[] withUnknown = Arrays.copyOf(input, input.length + 2);
      withUnknown[input.length] = 7;
      withUnknown[input.length + 1] = Double.NaN;
      FeatureMatrix matrix = pipeline.transform(Fits.columns(names, withUnknown), 1);
      for (int r = 0; r < input.length + 2; r++) {
        for (int c = 0; c < matrix.width(); c++) {
          assertThat((double) matrix.get(r, c)).isEqualTo(r < input.length ? expected[r][c] : 0);
        }
      }
    }
  }

  @Test
  void onlyTheAzimuthsWithoutInformationAreUniform() {
    Golden golden = Golden.of("uci_higgs");
    List<String> names = Golden.texts(golden.at("PCA_all_28_features", "columns"));
    double[][] values = names.stream().map(golden::column).toArray(double[][]::new);
    StepSpec step =
        Fits.step(Drop.ID, Drop::new, new Drop.Options(Optional.of(0.05), Optional.empty(), false));
    FittedPipeline pipeline = new Fits().fit(Fits.columns(names, values), 2, step);
    assertThat(pipeline.steps().get(0).inputs())
        .containsExactlyInAnyOrder(
            "lepton_phi", "missing_energy_phi", "jet1_phi", "jet2_phi", "jet3_phi", "jet4_phi");
  }
}
