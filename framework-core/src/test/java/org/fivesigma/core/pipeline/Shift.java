package org.fivesigma.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/** Steps for tests: one subtracts each column's mean, one joins all its columns into a sum. */
final class Shift implements Transformer {
  record NoOptions() {}

  static StepSpec centre(String... columns) {
    return new StepSpec(
        new Configured<>("centre", new NoOptions(), o -> new Shift()), List.of(columns));
  }

  static StepSpec sum(String name, String... columns) {
    return new StepSpec(
        new Configured<>(
            "sum", new NoOptions(), o -> data -> new Sum(data.columns().names(), name)),
        List.of(columns));
  }

  @Override
  public FittedTransformer fit(FitData data) {
    Columns columns = data.columns();
    double[] means = new double[columns.names().size()];
    float[] values = new float[columns.rows()];
    for (int c = 0; c < means.length; c++) {
      columns.read(c, 0, columns.rows(), values, 0);
      for (float value : values) {
        means[c] += (double) value / values.length;
      }
    }
    return new Centred(columns.names(), means);
  }

  record Centred(List<String> inputs, double[] means) implements ColumnwiseTransformer {
    @Override
    public String id() {
      return "centre";
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
      for (int r = 0; r < rows; r++) {
        out[r] = in[r] - means[output];
      }
    }

    @Override
    public Map<String, Object> state() {
      List<Double> list = new ArrayList<>();
      for (double mean : means) {
        list.add(mean);
      }
      return Map.of("inputs", inputs, "means", list);
    }

    static Centred read(Map<String, Object> state) {
      List<?> means = (List<?>) state.get("means");
      return new Centred(
          ((List<?>) state.get("inputs")).stream().map(String.class::cast).toList(),
          means.stream().mapToDouble(m -> ((Number) m).doubleValue()).toArray());
    }
  }

  /** The sum of all inputs, which go. */
  record Sum(List<String> inputs, String name) implements FittedTransformer {
    @Override
    public String id() {
      return "sum";
    }

    @Override
    public List<String> outputs() {
      return List.of(name);
    }

    @Override
    public void apply(double[][] in, int rows, double[][] out) {
      for (int r = 0; r < rows; r++) {
        double sum = 0;
        for (double[] column : in) {
          sum += column[r];
        }
        out[0][r] = sum;
      }
    }

    @Override
    public Map<String, Object> state() {
      return Map.of("inputs", inputs, "name", name);
    }

    static Sum read(Map<String, Object> state) {
      return new Sum(
          ((List<?>) state.get("inputs")).stream().map(String.class::cast).toList(),
          (String) state.get("name"));
    }
  }
}
