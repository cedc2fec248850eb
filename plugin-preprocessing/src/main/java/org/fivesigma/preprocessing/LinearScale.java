package org.fivesigma.preprocessing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.InvertibleTransformer;
import org.fivesigma.spi.transform.TransformerReader;

/**
 * A fitted scaler: (x − center) · factor + shift for each column, held within bounds where it was
 * asked for.
 */
final class LinearScale implements ColumnwiseTransformer, InvertibleTransformer, ExportableStep {
  private final String id;
  private final List<String> columns;
  private final double[] center;
  private final double[] factor;
  private final double shift;
  private final double low;
  private final double high;

  LinearScale(String id, List<String> columns, double[] center, double[] factor) {
    this(id, columns, center, factor, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  LinearScale(
      String id,
      List<String> columns,
      double[] center,
      double[] factor,
      double shift,
      double low,
      double high) {
    this.id = id;
    this.columns = List.copyOf(columns);
    this.center = center;
    this.factor = factor;
    this.shift = shift;
    this.low = low;
    this.high = high;
  }

  static TransformerReader reader(String id) {
    return fields -> {
      StepState state = new StepState(fields);
      List<String> columns = state.texts("columns");
      return new LinearScale(
          id,
          columns,
          state.numbers("center", columns.size()),
          state.numbers("factor", columns.size()),
          state.number("shift"),
          state.number("low"),
          state.number("high"));
    };
  }

  @Override
  public String id() {
    return id;
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
    double c = center[output];
    double f = factor[output];
    for (int r = 0; r < rows; r++) {
      out[r] = (in[r] - c) * f + shift;
    }
    if (clips()) {
      for (int r = 0; r < rows; r++) {
        double x = out[r];
        x = x < low ? low : x;
        out[r] = x > high ? high : x;
      }
    }
  }

  private boolean clips() {
    return low != Double.NEGATIVE_INFINITY || high != Double.POSITIVE_INFINITY;
  }

  @Override
  public Optional<Affine> affine(int output) {
    return clips()
        ? Optional.empty()
        : Optional.of(new Affine(factor[output], shift - center[output] * factor[output]));
  }

  @Override
  public void invert(double[][] outputs, int rows, double[][] inputs) {
    for (int c = 0; c < outputs.length; c++) {
      for (int r = 0; r < rows; r++) {
        inputs[c][r] = (outputs[c][r] - shift) / factor[c] + center[c];
      }
    }
  }

  @Override
  public Tensor write(GraphWriter graph, Tensor in) {
    Tensor centred = graph.op("Sub", in, graph.doubles(center, 1, center.length));
    Tensor scaled = graph.op("Mul", centred, graph.doubles(factor, 1, factor.length));
    Tensor shifted = shift == 0 ? scaled : graph.op("Add", scaled, graph.number(shift));
    return clips() ? Graphs.held(graph, shifted, graph.number(low), graph.number(high)) : shifted;
  }

  @Override
  public Map<String, Object> state() {
    return new StepState()
        .put("columns", columns)
        .put("center", center)
        .put("factor", factor)
        .put("shift", shift)
        .put("low", low)
        .put("high", high)
        .map();
  }
}
