package org.fivesigma.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.core.pipeline.PipelineFitter;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.transform.Transformer;
import org.fivesigma.spi.transform.TransformerReader;

/** Fits steps as the framework does, for tests. */
final class Fits {
  final List<String> notes = new ArrayList<>();
  private double[] weights;
  private int[] labels;
  private List<Momentum> momenta = List.of();

  static <O extends Record> StepSpec step(
      String id, Function<O, Transformer> make, O options, String... columns) {
    @SuppressWarnings("unchecked")
    Function<Record, Transformer> factory = o -> make.apply((O) o);
    return new StepSpec(new Configured<>(id, options, factory), List.of(columns));
  }

  Fits weights(double... values) {
    weights = values;
    return this;
  }

  Fits labels(int... values) {
    labels = values;
    return this;
  }

  Fits momenta(Momentum... values) {
    momenta = List.of(values);
    return this;
  }

  FittedPipeline fit(Columns raw, int threads, StepSpec... steps) {
    int rows = raw.rows();
    PipelineFitter.Training training =
        new PipelineFitter.Training(
            raw,
            weights == null ? new double[rows] : weights,
            labels == null ? new int[rows] : labels,
            momenta,
            Optional.of(1));
    return PipelineFitter.fit(List.of(steps), training, new Seeds(3), threads, notes::add);
  }

  static Columns columns(List<String> names, double[]... values) {
    float[][] narrow = new float[values.length][];
    for (int c = 0; c < values.length; c++) {
      narrow[c] = new float[values[c].length];
      for (int r = 0; r < narrow[c].length; r++) {
        narrow[c][r] = (float) values[c][r];
      }
    }
    return Columns.of(names, narrow, narrow[0].length);
  }

  static Optional<TransformerReader> reader(String id) {
    return new PreprocessingPlugin()
        .extensions().stream()
            .filter(e -> e.kind().equals(Kinds.TRANSFORMER_READER) && e.id().equals(id))
            .map(Fits::make)
            .findFirst();
  }

  private static TransformerReader make(Extension<?> extension) {
    return Kinds.TRANSFORMER_READER
        .type()
        .cast(extension.factory().apply(new Extension.NoOptions()));
  }

  static FittedPipeline copy(Map<String, Object> state) {
    return FittedPipeline.read(state, Fits::reader);
  }
}
