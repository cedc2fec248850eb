package org.fivesigma.models.linear;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.models.RawImportance;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.graph.ExportableModel;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.transform.Pipeline;

/**
 * A fitted logistic regression with its preprocessing.
 *
 * @param spread standard deviation of each input of the regression on the training part
 */
record LogisticModel(
    Pipeline pipeline, LinearScores scores, double[] spread, Map<String, Object> facts)
    implements ExportableModel {
  static final String ID = "logistic";
  private static final int ROWS_AT_ONCE = 8192;

  @Override
  public List<String> inputs() {
    return pipeline.inputs();
  }

  @Override
  public int outputs() {
    return scores.outputs();
  }

  @Override
  public double[] predict(PredictionInput input) {
    FeatureMatrix matrix = input.matrix(pipeline);
    Design design = Design.of(matrix);
    double[] result = new double[Math.multiplyExact(matrix.rows(), outputs())];
    Parallel.run(
        input.threads(),
        (matrix.rows() + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE,
        piece ->
            scores.predict(
                design,
                piece * ROWS_AT_ONCE,
                Math.min(matrix.rows(), (piece + 1) * ROWS_AT_ONCE),
                result));
    return result;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Tensor write(GraphWriter graph, Tensor raw) {
    Tensor x = graph.cast(graph.transformed(pipeline, raw), GraphWriter.Type.DOUBLE);
    return scores.write(graph, x);
  }

  @Override
  public void save(ModelWriter writer) throws IOException {
    List<Object> coefficients = new ArrayList<>();
    for (double[] row : scores.coefficients()) {
      coefficients.add(list(row));
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", 1L);
    manifest.put("features", pipeline.outputs());
    manifest.put("coefficients", coefficients);
    manifest.put("intercepts", list(scores.intercepts()));
    manifest.put("spread", list(spread));
    manifest.put("facts", facts);
    writer.manifest(manifest);
    writer.pipeline(pipeline);
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** {@code coefficient}: absolute coefficient times the input's spread, mean over classes. */
  @Override
  public Map<String, Map<String, Double>> importance() {
    double[] values = new double[spread.length];
    for (double[] row : scores.coefficients()) {
      for (int i = 0; i < values.length; i++) {
        values[i] += Math.abs(row[i]) * spread[i] / outputs();
      }
    }
    return Map.of("coefficient", RawImportance.of(pipeline, values));
  }

  @Override
  public void close() {
    // Nothing native.
  }
}
