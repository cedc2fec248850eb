package org.fivesigma.testing;

import java.util.List;
import java.util.Map;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.plugin.Extension.NoOptions;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * A step for tests of models, which do not see the preprocessing plugin: missing becomes the mean,
 * then mean 0 and standard deviation 1.
 */
public final class Standardise implements Transformer {
  /** The step as a file would choose it. */
  public static StepSpec step() {
    return new StepSpec(
        new Configured<>("standardise_for_tests", new NoOptions(), o -> new Standardise()),
        List.of());
  }

  @Override
  public FittedTransformer fit(FitData data) {
    Columns columns = data.columns();
    int width = columns.names().size();
    double[] mean = new double[width];
    double[] spread = new double[width];
    float[] values = new float[columns.rows()];
    for (int c = 0; c < width; c++) {
      columns.read(c, 0, columns.rows(), values, 0);
      double n = 0;
      double sum = 0;
      double squares = 0;
      for (float v : values) {
        if (!Float.isNaN(v)) {
          n++;
          sum += v;
          squares += (double) v * v;
        }
      }
      mean[c] = n == 0 ? 0 : sum / n;
      double variance = n == 0 ? 0 : squares / n - mean[c] * mean[c];
      spread[c] = variance > 0 ? Math.sqrt(variance) : 1;
    }
    return new Fitted(columns.names(), mean, spread);
  }

  private record Fitted(List<String> names, double[] mean, double[] spread)
      implements FittedTransformer {
    @Override
    public String id() {
      return "standardise_for_tests";
    }

    @Override
    public List<String> inputs() {
      return names;
    }

    @Override
    public List<String> outputs() {
      return names;
    }

    @Override
    public void apply(double[][] in, int rows, double[][] out) {
      for (int c = 0; c < mean.length; c++) {
        for (int i = 0; i < rows; i++) {
          double value = Double.isNaN(in[c][i]) ? mean[c] : in[c][i];
          out[c][i] = (value - mean[c]) / spread[c];
        }
      }
    }

    @Override
    public Map<String, Object> state() {
      return Map.of();
    }
  }
}
