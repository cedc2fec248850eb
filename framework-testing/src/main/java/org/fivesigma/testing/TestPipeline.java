package org.fivesigma.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Pipeline;
import org.fivesigma.spi.transform.Transformer;

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
    for (Configured<Transformer> step : task.preprocess()) {
      FittedTransformer one =
          step.create()
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
      float[][] out = apply(List.of(one), columns(now));
      now = Columns.of(one.outputs(), out, now.rows());
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
    float[][] out = apply(steps, columns(raw));
    FeatureMatrix matrix = new FeatureMatrix(outputs(), raw.rows());
    int width = matrix.width();
    for (int row = 0; row < raw.rows(); row++) {
      float[] chunk = matrix.chunk(row / matrix.rowsPerChunk());
      int offset = row % matrix.rowsPerChunk() * width;
      for (int column = 0; column < width; column++) {
        chunk[offset + column] = out[column][row];
      }
    }
    return matrix;
  }

  @Override
  public void transform(float[][] in, int rows, float[] out) {
    float[][] columns = new float[in.length][];
    for (int column = 0; column < in.length; column++) {
      columns[column] = java.util.Arrays.copyOf(in[column], rows);
    }
    float[][] result = apply(steps, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < result.length; column++) {
        out[row * result.length + column] = result[column][row];
      }
    }
  }

  private static float[][] columns(Columns raw) {
    float[][] in = new float[raw.names().size()][raw.rows()];
    for (int column = 0; column < in.length; column++) {
      raw.read(column, 0, raw.rows(), in[column], 0);
    }
    return in;
  }

  private static float[][] apply(List<FittedTransformer> steps, float[][] in) {
    float[][] now = in;
    for (FittedTransformer step : steps) {
      int rows = now.length == 0 ? 0 : now[0].length;
      float[][] out = new float[step.outputs().size()][rows];
      step.apply(now, rows, out);
      now = out;
    }
    return now;
  }
}
