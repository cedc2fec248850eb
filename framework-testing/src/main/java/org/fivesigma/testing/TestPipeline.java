package org.fivesigma.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Pipeline;

/**
 * A pipeline for tests of models: every step is applied to all columns, one after another; without
 * steps the features pass through. The framework's own also knows which columns a step applies to.
 */
public final class TestPipeline implements Pipeline {
  private final List<String> inputs;
  private final List<FittedTransformer> steps;

  private TestPipeline(List<String> inputs, List<FittedTransformer> steps) {
    this.inputs = List.copyOf(inputs);
    this.steps = List.copyOf(steps);
  }

  /** The task's steps, fitted on its train part. */
  public static TestPipeline fit(TrainingTask task, Seeds seeds) {
    Columns now = task.train().features();
    List<FittedTransformer> fitted = new ArrayList<>();
    for (StepSpec step : task.preprocess()) {
      FittedTransformer one =
          step.transformer()
              .create()
              .fit(
                  new FitData(
                      now,
                      task.train().trainingWeights(),
                      task.train().labels(),
                      task.momenta(),
                      Optional.of(task.signalClass()),
                      seeds.child("step", fitted.size()),
                      1,
                      note -> {}));
      fitted.add(one);
      now = Columns.of(one.outputs(), floats(apply(List.of(one), columns(now))), now.rows());
    }
    return new TestPipeline(task.train().features().names(), fitted);
  }

  @Override
  public List<String> inputs() {
    return inputs;
  }

  @Override
  public List<String> outputs() {
    return steps.isEmpty() ? inputs : steps.get(steps.size() - 1).outputs();
  }

  @Override
  public List<FittedTransformer> steps() {
    return steps;
  }

  @Override
  public FeatureMatrix transform(Columns raw, int threads) {
    double[][] out = apply(steps, columns(raw));
    FeatureMatrix matrix = new FeatureMatrix(outputs(), raw.rows());
    int width = matrix.width();
    for (int row = 0; row < raw.rows(); row++) {
      float[] chunk = matrix.chunk(row / matrix.rowsPerChunk());
      int offset = row % matrix.rowsPerChunk() * width;
      for (int column = 0; column < width; column++) {
        chunk[offset + column] = (float) out[column][row];
      }
    }
    return matrix;
  }

  @Override
  public void transform(float[][] in, int rows, float[] out) {
    double[][] result = apply(steps, columns(Columns.of(inputs, in, rows)));
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < result.length; column++) {
        out[row * result.length + column] = (float) result[column][row];
      }
    }
  }

  private static double[][] columns(Columns raw) {
    double[][] in = new double[raw.names().size()][raw.rows()];
    float[] values = new float[raw.rows()];
    for (int column = 0; column < in.length; column++) {
      raw.read(column, 0, raw.rows(), values, 0);
      for (int row = 0; row < values.length; row++) {
        in[column][row] = values[row];
      }
    }
    return in;
  }

  private static float[][] floats(double[][] values) {
    float[][] floats = new float[values.length][];
    for (int column = 0; column < values.length; column++) {
      floats[column] = new float[values[column].length];
      for (int row = 0; row < floats[column].length; row++) {
        floats[column][row] = (float) values[column][row];
      }
    }
    return floats;
  }

  private static double[][] apply(List<FittedTransformer> steps, double[][] in) {
    double[][] now = in;
    for (FittedTransformer step : steps) {
      int rows = now.length == 0 ? 0 : now[0].length;
      double[][] out = new double[step.outputs().size()][rows];
      step.apply(now, rows, out);
      now = out;
    }
    return now;
  }
}
