package org.fivesigma.preprocessing;

import java.util.List;
import java.util.Map;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.InvertibleTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * ln(1 + x), or sign(x) ln(1 + |x|) for columns of either sign. A new event at or below −1 is taken
 * for the smallest value of the training part.
 */
public final class LogOnePlus implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "log1p";

  private final Options options;

  /** The keys of the block. */
  public record Options(
      @Option(
              description = "Whether to take sign(x) ln(1 + |x|), which any number has.",
              value = "false")
          boolean signed) {}

  /** A step to be fitted. */
  public LogOnePlus(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    int width = data.columns().names().size();
    double[] lowest = new double[width];
    Parallel.run(data.threads(), width, c -> lowest[c] = new FitColumn(data, c).range()[0]);
    for (int c = 0; c < width && !options.signed(); c++) {
      if (lowest[c] <= -1) {
        throw UserError.of(
                "below-minus-one",
                "column '"
                    + data.columns().names().get(c)
                    + "' goes down to "
                    + lowest[c]
                    + "; log1p takes numbers above -1")
            .at("signed")
            .hint("use signed: true, or name other columns");
      }
    }
    return new Fitted(data.columns().names(), options.signed(), lowest);
  }

  static Fitted read(Map<String, Object> fields) {
    StepState state = new StepState(fields);
    List<String> columns = state.texts("columns");
    return new Fitted(columns, state.flag("signed"), state.numbers("lowest", columns.size()));
  }

  /** The fitted step. */
  record Fitted(List<String> inputs, boolean signed, double[] lowest)
      implements ColumnwiseTransformer, InvertibleTransformer, ExportableStep {
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
      double floor = lowest[output];
      for (int r = 0; r < rows; r++) {
        double x = in[r];
        out[r] =
            signed ? Math.copySign(Math.log1p(Math.abs(x)), x) : Math.log1p(x <= -1 ? floor : x);
      }
    }

    @Override
    public void invert(double[][] outputs, int rows, double[][] inputs) {
      for (int c = 0; c < outputs.length; c++) {
        for (int r = 0; r < rows; r++) {
          double y = outputs[c][r];
          inputs[c][r] = signed ? Math.copySign(Math.expm1(Math.abs(y)), y) : Math.expm1(y);
        }
      }
    }

    @Override
    public Tensor write(GraphWriter graph, Tensor in) {
      if (signed) {
        return graph.op("Mul", graph.op("Sign", in), Graphs.logOnePlus(graph, graph.op("Abs", in)));
      }
      Tensor low = graph.op("LessOrEqual", in, graph.number(-1));
      return Graphs.logOnePlus(
          graph, graph.where(low, graph.doubles(lowest, 1, lowest.length), in));
    }

    @Override
    public Map<String, Object> state() {
      return new StepState()
          .put("columns", inputs)
          .put("signed", signed)
          .put("lowest", lowest)
          .map();
    }
  }
}
