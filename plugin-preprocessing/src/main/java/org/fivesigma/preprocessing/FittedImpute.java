package org.fivesigma.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.InvertibleTransformer;

/** A fitted imputer: the columns filled, then the indicators. */
final class FittedImpute implements ColumnwiseTransformer, InvertibleTransformer, ExportableStep {
  private final List<String> columns;
  private final double[] fill;
  private final int[] indicators;
  private final List<String> outputs;

  FittedImpute(List<String> columns, double[] fill, int[] indicators) {
    this.columns = List.copyOf(columns);
    this.fill = fill;
    this.indicators = indicators;
    List<String> names = new ArrayList<>(columns);
    for (int i : indicators) {
      names.add(columns.get(i) + "_missing");
    }
    this.outputs = List.copyOf(names);
  }

  static FittedImpute read(Map<String, Object> fields) {
    StepState state = new StepState(fields);
    List<String> columns = state.texts("columns");
    int[] indicators = state.integers("indicators");
    for (int i : indicators) {
      if (i < 0 || i >= columns.size()) {
        throw new IllegalArgumentException(
            "field 'indicators': expected places of columns, not " + i);
      }
    }
    return new FittedImpute(columns, state.numbers("fill", columns.size()), indicators);
  }

  @Override
  public String id() {
    return Impute.ID;
  }

  @Override
  public List<String> inputs() {
    return columns;
  }

  @Override
  public List<String> outputs() {
    return outputs;
  }

  @Override
  public int source(int output) {
    return output < columns.size() ? output : indicators[output - columns.size()];
  }

  @Override
  public void apply(int output, double[] in, int rows, double[] out) {
    if (output < columns.size()) {
      double value = fill[output];
      for (int r = 0; r < rows; r++) {
        double x = in[r];
        out[r] = Double.isNaN(x) ? value : x;
      }
    } else {
      for (int r = 0; r < rows; r++) {
        double x = in[r];
        out[r] = Double.isNaN(x) ? 1 : 0;
      }
    }
  }

  @Override
  public void invert(double[][] outputs, int rows, double[][] inputs) {
    for (int c = 0; c < inputs.length; c++) {
      System.arraycopy(outputs[c], 0, inputs[c], 0, rows);
    }
    for (int i = 0; i < indicators.length; i++) {
      double[] missing = outputs[columns.size() + i];
      for (int r = 0; r < rows; r++) {
        if (missing[r] > 0.5) {
          inputs[indicators[i]][r] = Double.NaN;
        }
      }
    }
  }

  @Override
  public Tensor write(GraphWriter graph, Tensor in) {
    Tensor missing = graph.op("IsNaN", in);
    Tensor filled = graph.where(missing, graph.doubles(fill, 1, fill.length), in);
    if (indicators.length == 0) {
      return filled;
    }
    List<Integer> places = Arrays.stream(indicators).boxed().toList();
    Tensor flags = graph.cast(graph.columns(missing, places), GraphWriter.Type.DOUBLE);
    return graph.beside(List.of(filled, flags));
  }

  @Override
  public Map<String, Object> state() {
    return new StepState()
        .put("columns", columns)
        .put("fill", fill)
        .put("indicators", indicators)
        .map();
  }
}
