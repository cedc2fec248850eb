package org.fivesigma.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.preprocessing.maths.Quantiles;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/** Holds values between two numbers, or between two quantiles of the training part. */
public final class Clip implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "clip";

  private final Options options;

  /** The keys of the block. */
  public record Options(
      @Option(description = "Smaller values become this.", example = "-5.0") Optional<Double> min,
      @Option(description = "Larger values become this.", example = "5.0") Optional<Double> max,
      @Option(
              description =
                  "Two quantiles of each column between which its values are held, in place of min"
                      + " and max.",
              value = "[]",
              example = "[0.001, 0.999]",
              min = 0,
              max = 1)
          List<Double> quantiles)
      implements SelfChecking {
    public Options {
      quantiles = List.copyOf(quantiles);
    }

    @Override
    public List<UserError> check() {
      List<UserError> errors = new ArrayList<>();
      boolean numbers = min.isPresent() || max.isPresent();
      if (numbers != quantiles.isEmpty()) {
        errors.add(
            UserError.of("bad-clip", "expected either min, max or both, or quantiles")
                .at(numbers ? "quantiles" : "min"));
      }
      if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
        errors.add(
            UserError.of("bad-range", "min is " + min.get() + ", above max, " + max.get())
                .at("min"));
      }
      if (!quantiles.isEmpty() && (quantiles.size() != 2 || quantiles.get(0) >= quantiles.get(1))) {
        errors.add(
            UserError.of("bad-range", "the quantiles are " + quantiles + "; expected two, rising")
                .at("quantiles"));
      }
      return errors;
    }
  }

  /** A step to be fitted. */
  public Clip(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    int width = data.columns().names().size();
    double[] low = new double[width];
    double[] high = new double[width];
    Arrays.fill(low, options.min().orElse(Double.NEGATIVE_INFINITY));
    Arrays.fill(high, options.max().orElse(Double.POSITIVE_INFINITY));
    if (!options.quantiles().isEmpty()) {
      double from = options.quantiles().get(0);
      double to = options.quantiles().get(1);
      Parallel.run(
          data.threads(),
          width,
          c -> {
            double[] present = new FitColumn(data, c).present();
            if (present.length > 0) {
              double[] bounds = Quantiles.of(present, present.length, from, to);
              low[c] = bounds[0];
              high[c] = bounds[1];
            }
          });
    }
    return new Fitted(data.columns().names(), low, high);
  }

  static Fitted read(Map<String, Object> fields) {
    StepState state = new StepState(fields);
    List<String> columns = state.texts("columns");
    return new Fitted(
        columns, state.numbers("low", columns.size()), state.numbers("high", columns.size()));
  }

  /** The fitted step. */
  record Fitted(List<String> inputs, double[] low, double[] high)
      implements ColumnwiseTransformer, ExportableStep {
    Fitted {
      inputs = List.copyOf(inputs);
    }

    @Override
    public String id() {
      return ID;
    }

    @Override
    public List<String> outputs() {
      return inputs;
    }

    @Override
    public int source(int output) {
      return output;
    }

    @Override
    public void apply(int output, double[] in, int rows, double[] out) {
      double a = low[output];
      double b = high[output];
      for (int r = 0; r < rows; r++) {
        double x = in[r];
        x = x < a ? a : x;
        out[r] = x > b ? b : x;
      }
    }

    @Override
    public Tensor write(GraphWriter graph, Tensor in) {
      return Graphs.held(
          graph, in, graph.doubles(low, 1, low.length), graph.doubles(high, 1, high.length));
    }

    @Override
    public Map<String, Object> state() {
      return new StepState().put("columns", inputs).put("low", low).put("high", high).map();
    }
  }
}
