package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.core.pipeline.PipelineFitter;
import org.fivesigma.data.csv.CsvOptions;
import org.fivesigma.data.csv.CsvSource;
import org.fivesigma.data.load.DuckDbTableLoader;
import org.fivesigma.preprocessing.Impute;
import org.fivesigma.preprocessing.MinMaxScale;
import org.fivesigma.preprocessing.PowerTransform;
import org.fivesigma.preprocessing.QuantileTransform;
import org.fivesigma.preprocessing.RobustScale;
import org.fivesigma.preprocessing.StandardScale;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.transform.Transformer;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From a csv.gz file through source, loader and steps to float32: scikit-learn's values to 1e-6.
 */
class PreprocessingFromFileTest {
  @TempDir static Path cache;

  private static <O extends Record> StepSpec step(
      String id, Class<O> type, O options, Function<O, Transformer> make) {
    return new StepSpec(new Configured<>(id, options, o -> make.apply(type.cast(o))), List.of());
  }

  private static StepSpec standard(boolean weighted) {
    return step(
        StandardScale.ID,
        StandardScale.Options.class,
        new StandardScale.Options(true, true, weighted),
        StandardScale::new);
  }

  private static StepSpec minMax(double low, double high) {
    return step(
        MinMaxScale.ID,
        MinMaxScale.Options.class,
        new MinMaxScale.Options(List.of(low, high), false),
        MinMaxScale::new);
  }

  private static StepSpec power(boolean standardize) {
    return step(
        PowerTransform.ID,
        PowerTransform.Options.class,
        new PowerTransform.Options(PowerTransform.Method.YEO_JOHNSON, standardize, false),
        PowerTransform::new);
  }

  private static StepSpec quantile(QuantileTransform.Distribution distribution) {
    return step(
        QuantileTransform.ID,
        QuantileTransform.Options.class,
        new QuantileTransform.Options(distribution, 1000),
        QuantileTransform::new);
  }

  private static StepSpec impute(Impute.Strategy strategy) {
    return step(
        Impute.ID,
        Impute.Options.class,
        new Impute.Options(strategy, Optional.empty(), true, false),
        Impute::new);
  }

  static Stream<Arguments> steps() {
    StepSpec robust =
        step(
            RobustScale.ID,
            RobustScale.Options.class,
            new RobustScale.Options(true, true, List.of(25.0, 75.0), false),
            RobustScale::new);
    Map<String, StepSpec> steps =
        Map.ofEntries(
            Map.entry("StandardScaler", standard(false)),
            Map.entry("StandardScaler_weighted", standard(true)),
            Map.entry("MinMaxScaler_0_1", minMax(0, 1)),
            Map.entry("MinMaxScaler_m1_1", minMax(-1, 1)),
            Map.entry("RobustScaler", robust),
            Map.entry("PowerTransformer_yeo_johnson_standardized", power(true)),
            Map.entry("PowerTransformer_yeo_johnson_raw", power(false)),
            Map.entry(
                "QuantileTransformer_uniform", quantile(QuantileTransform.Distribution.UNIFORM)),
            Map.entry(
                "QuantileTransformer_normal", quantile(QuantileTransform.Distribution.NORMAL)),
            Map.entry("SimpleImputer_median", impute(Impute.Strategy.MEDIAN)),
            Map.entry("SimpleImputer_mean", impute(Impute.Strategy.MEAN)));
    return Stream.of("higgsml", "uci_higgs")
        .flatMap(
            sample ->
                steps.entrySet().stream().map(e -> Arguments.of(sample, e.getKey(), e.getValue())));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theMatrixIsThatOfTheReference(String sample, String name, StepSpec step) throws IOException {
    JsonNode reference =
        new ObjectMapper()
            .readTree(SharedFiles.reference("preprocessing.json").toFile())
            .get(sample);
    List<String> names = new ArrayList<>();
    reference.get("columns").forEach(c -> names.add(c.asText()));
    EventTable table = load(sample, SharedFiles.data(reference.get("file").asText()), names);
    assertThat(table.rows()).isEqualTo(2000);
    double[] weights =
        sample.equals("higgsml")
            ? ((Column.Doubles) table.column("KaggleWeight")).values()
            : IntStream.range(0, 2000).mapToDouble(i -> 0.5 + (i % 5) / 4.0).toArray();
    Columns features =
        Columns.of(
            names,
            names.stream()
                .map(n -> ((Column.Floats) table.column(n)).values())
                .toArray(float[][]::new),
            table.rows());
    FittedPipeline pipeline =
        PipelineFitter.fit(
            List.of(step),
            new PipelineFitter.Training(
                features, weights, new int[2000], List.of(), Optional.of(1)),
            new Seeds(1),
            2,
            note -> {});
    FeatureMatrix matrix = pipeline.transform(features, 2);
    JsonNode positions = reference.get("positions");
    for (int i = 0; i < positions.size(); i++) {
      JsonNode expected = reference.get(name).get("transformed").get(i);
      assertThat(matrix.width()).isEqualTo(expected.size());
      for (int c = 0; c < expected.size(); c++) {
        float found = matrix.get(positions.get(i).intValue(), c);
        if (expected.get(c).isNull()) {
          assertThat(found).isNaN();
        } else {
          double value = expected.get(c).doubleValue();
          assertThat((double) found)
              .as("%s row %s column %s", name, positions.get(i), c)
              .isCloseTo(value, within(1e-6 * (1 + Math.abs(value))));
        }
      }
    }
  }

  private static EventTable load(String sample, Path file, List<String> names) {
    boolean higgsml = sample.equals("higgsml");
    CsvSource source = new CsvSource(new CsvOptions(List.of(file), ",", true, List.of()));
    SourceSpec spec =
        new SourceSpec(
            new Configured<>("csv", new NoOptions(), o -> source),
            Optional.of(higgsml ? 2000L : 54_000L),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    TableLoader.Request request =
        new TableLoader.Request(
            List.of(spec),
            higgsml ? List.of(-999.0) : List.of(),
            Set.of(),
            Map.of(),
            Map.of(),
            higgsml ? Optional.empty() : Optional.of("row % 27 = 0"));
    List<TableLoader.Wanted> wanted = new ArrayList<>();
    names.forEach(n -> wanted.add(new TableLoader.Wanted(n, As.FLOAT)));
    if (higgsml) {
      wanted.add(new TableLoader.Wanted("KaggleWeight", As.DOUBLE));
    }
    SourceContext context =
        new SourceContext(cache, cache.resolve("cache"), 2, new Seeds(1), line -> {});
    return new DuckDbTableLoader().load(request, wanted, context).table();
  }

  private record NoOptions() {}
}
