package org.fivesigma.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.preprocessing.PowerTransform.Method;
import org.fivesigma.preprocessing.maths.Powers;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.InvertibleTransformer;

/**
 * A fitted power transform: (T(x; λ) − mean) · factor for each column. Under Box and Cox a number
 * that is not positive is taken for the smallest of the training part.
 */
final class FittedPower implements ColumnwiseTransformer, InvertibleTransformer, ExportableStep {
  private final List<String> columns;
  private final Method method;
  private final double[] lambda;
  private final double[] mean;
  private final double[] factor;
  private final double[] lowest;

  FittedPower(
      List<String> columns,
      Method method,
      double[] lambda,
      double[] mean,
      double[] factor,
      double[] lowest) {
    this.columns = List.copyOf(columns);
    this.method = method;
    this.lambda = lambda;
    this.mean = mean;
    this.factor = factor;
    this.lowest = lowest;
  }

  static FittedPower read(Map<String, Object> fields) {
    StepState state = new StepState(fields);
    List<String> columns = state.texts("columns");
    int n = columns.size();
    return new FittedPower(
        columns,
        state.choice("method", Method.class),
        state.numbers("lambda", n),
        state.numbers("mean", n),
        state.numbers("factor", n),
        state.numbers("lowest", n));
  }

  @Override
  public String id() {
    return PowerTransform.ID;
  }

  @Override
  public List<String> inputs() {
    return columns;
  }

  @Override
  public List<String> outputs() {
    return columns;
  }

  @Override
  public int source(int output) {
    return output;
  }

  @Override
  public void apply(int output, double[] in, int rows, double[] out) {
    double l = lambda[output];
    double m = mean[output];
    double f = factor[output];
    if (method == Method.BOX_COX) {
      double floor = lowest[output];
      for (int r = 0; r < rows; r++) {
        double x = in[r] <= 0 ? floor : in[r];
        out[r] = (Powers.boxCox(x, l) - m) * f;
      }
    } else {
      for (int r = 0; r < rows; r++) {
        out[r] = (Powers.yeoJohnson(in[r], l) - m) * f;
      }
    }
  }

  @Override
  public void invert(double[][] outputs, int rows, double[][] inputs) {
    for (int c = 0; c < outputs.length; c++) {
      for (int r = 0; r < rows; r++) {
        double y = outputs[c][r] / factor[c] + mean[c];
        inputs[c][r] =
            method == Method.BOX_COX
                ? Powers.inverseBoxCox(y, lambda[c])
                : Powers.inverseYeoJohnson(y, lambda[c]);
      }
    }
  }

  @Override
  public Tensor write(GraphWriter graph, Tensor in) {
    int n = columns.size();
    Tensor transformed;
    if (method == Method.BOX_COX) {
      Tensor low = graph.op("LessOrEqual", in, graph.number(0));
      Tensor positive = graph.where(low, graph.doubles(lowest, 1, n), in);
      transformed = Graphs.powerOfLog(graph, graph.op("Log", positive), lambda);
    } else {
      double[] mirrored = Arrays.stream(lambda).map(l -> 2 - l).toArray();
      Tensor log = Graphs.logOnePlus(graph, graph.op("Abs", in));
      transformed =
          graph.where(
              graph.op("Less", in, graph.number(0)),
              graph.op("Neg", Graphs.powerOfLog(graph, log, mirrored)),
              Graphs.powerOfLog(graph, log, lambda));
    }
    Tensor centred = graph.op("Sub", transformed, graph.doubles(mean, 1, n));
    return graph.op("Mul", centred, graph.doubles(factor, 1, n));
  }

  @Override
  public Map<String, Object> state() {
    return new StepState()
        .put("columns", columns)
        .put("method", method.name().toLowerCase(Locale.ROOT))
        .put("lambda", lambda)
        .put("mean", mean)
        .put("factor", factor)
        .put("lowest", lowest)
        .map();
  }
}
