package org.fivesigma.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.preprocessing.QuantileTransform.Distribution;
import org.fivesigma.preprocessing.maths.QuantileMap;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.InvertibleTransformer;
import org.hipparchus.special.Erf;

/** A fitted quantile transform. */
final class FittedQuantiles
    implements ColumnwiseTransformer, InvertibleTransformer, ExportableStep {
  private final List<String> columns;
  private final Distribution distribution;
  private final QuantileMap[] maps;

  FittedQuantiles(List<String> columns, Distribution distribution, QuantileMap[] maps) {
    this.columns = List.copyOf(columns);
    this.distribution = distribution;
    this.maps = maps;
  }

  static FittedQuantiles read(Map<String, Object> fields) {
    StepState state = new StepState(fields);
    List<String> columns = state.texts("columns");
    double[][] quantiles = state.rows("quantiles");
    boolean whole = quantiles.length == columns.size();
    for (double[] row : quantiles) {
      whole &= row.length > 0;
    }
    if (!whole) {
      throw new IllegalArgumentException("field 'quantiles': expected a list for every column");
    }
    return new FittedQuantiles(
        columns,
        state.choice("distribution", Distribution.class),
        Arrays.stream(quantiles).map(QuantileMap::new).toArray(QuantileMap[]::new));
  }

  @Override
  public String id() {
    return QuantileTransform.ID;
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
    QuantileMap map = maps[output];
    if (distribution == Distribution.NORMAL) {
      for (int r = 0; r < rows; r++) {
        out[r] = map.normal(in[r]);
      }
    } else {
      for (int r = 0; r < rows; r++) {
        out[r] = map.probability(in[r]);
      }
    }
  }

  @Override
  public void invert(double[][] outputs, int rows, double[][] inputs) {
    for (int c = 0; c < outputs.length; c++) {
      for (int r = 0; r < rows; r++) {
        double y = outputs[c][r];
        double p = distribution == Distribution.NORMAL ? 0.5 * Erf.erfc(-y / Math.sqrt(2)) : y;
        inputs[c][r] = maps[c].value(p);
      }
    }
  }

  @Override
  public Tensor write(GraphWriter graph, Tensor in) {
    return QuantileGraph.write(
        graph,
        in,
        Arrays.stream(maps).map(QuantileMap::quantiles).toArray(double[][]::new),
        distribution == Distribution.NORMAL);
  }

  @Override
  public Map<String, Object> state() {
    return new StepState()
        .put("columns", columns)
        .put("distribution", distribution.name().toLowerCase(Locale.ROOT))
        .put("quantiles", Arrays.stream(maps).map(QuantileMap::quantiles).toArray(double[][]::new))
        .map();
  }
}
