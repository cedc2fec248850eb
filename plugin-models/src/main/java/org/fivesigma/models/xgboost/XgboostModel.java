package org.fivesigma.models.xgboost;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.fivesigma.models.RawImportance;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.graph.ExportableModel;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.transform.Pipeline;

/** A trained booster with its preprocessing. */
final class XgboostModel implements ExportableModel {
  static final String ID = "xgboost";
  static final String FILE = "model.ubj";
  private static final int ROWS_AT_ONCE = 4096;

  private final Pipeline pipeline;
  private final int outputs;
  private final byte[] bytes;
  private final boolean linear;
  private final Map<String, Map<String, Double>> importance;
  private final Map<String, Object> facts;
  private float[] shapRows;
  private final Booster booster;
  private boolean closed;

  /**
   * Loads the library's model.
   *
   * @param bytes in the library's UBJ format; what is saved is what predicts
   * @param linear whether it is a linear booster
   * @param importance by kind
   * @param shapRows training events that {@code shap} is computed on when it is first asked for;
   *     empty: not at all
   */
  XgboostModel(
      Pipeline pipeline,
      int outputs,
      byte[] bytes,
      boolean linear,
      Map<String, Map<String, Double>> importance,
      float[] shapRows,
      Map<String, Object> facts) {
    this.pipeline = pipeline;
    this.outputs = outputs;
    this.bytes = bytes;
    this.linear = linear;
    this.importance = new LinkedHashMap<>(importance);
    this.shapRows = shapRows;
    this.facts = facts;
    this.booster = load(bytes, linear, pipeline.outputs().size());
  }

  /** One thread inside the library, and configured before threads of ours share it. */
  static Booster load(byte[] bytes, boolean linear, int width) {
    return Engine.call(
        () -> {
          Booster booster;
          try {
            booster = XGBoost.loadModel(bytes);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          booster.setParam("nthread", 1);
          if (!linear) {
            margins(booster, new float[width], 1, width);
          }
          return booster;
        });
  }

  private static float[][] margins(Booster booster, float[] values, int rows, int width) {
    return Engine.call(
        () ->
            booster.inplace_predict(
                values,
                rows,
                width,
                Float.NaN,
                new int[] {0, 0},
                Booster.PredictionType.kMargin,
                null));
  }

  /** The library's linear booster predicts on a matrix of its own only, one call at a time. */
  private static float[][] linearMargins(Booster booster, float[] values, int rows, int width) {
    synchronized (booster) {
      return Engine.call(
          () -> {
            DMatrix matrix = new DMatrix(values, rows, width, Float.NaN);
            try {
              return booster.predict(matrix, true);
            } finally {
              matrix.dispose();
            }
          });
    }
  }

  @Override
  public List<String> inputs() {
    return pipeline.inputs();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public double[] predict(PredictionInput input) {
    FeatureMatrix matrix = input.matrix(pipeline);
    int width = matrix.width();
    double[] scores = new double[Math.multiplyExact(matrix.rows(), outputs)];
    int pieces = (matrix.rows() + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
    Parallel.run(
        input.threads(),
        pieces,
        piece -> {
          int from = piece * ROWS_AT_ONCE;
          int rows = Math.min(ROWS_AT_ONCE, matrix.rows() - from);
          float[] values = block(matrix, from, rows);
          float[][] margins =
              linear
                  ? linearMargins(booster, values, rows, width)
                  : margins(booster, values, rows, width);
          Margins.scores(margins, outputs, scores, from);
        });
    return scores;
  }

  private static float[] block(FeatureMatrix matrix, int from, int rows) {
    int width = matrix.width();
    int inChunk = from % matrix.rowsPerChunk();
    if (inChunk + rows <= matrix.rowsPerChunk()) {
      float[] chunk = matrix.chunk(from / matrix.rowsPerChunk());
      return Arrays.copyOfRange(chunk, inChunk * width, (inChunk + rows) * width);
    }
    float[] values = new float[rows * width];
    for (int i = 0; i < rows; i++) {
      matrix.copyRow(from + i, values, i * width);
    }
    return values;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Tensor write(GraphWriter graph, Tensor raw) {
    Tensor x = graph.transformed(pipeline, raw);
    try {
      return TreesGraph.scores(graph, x, UbjModel.read(bytes), outputs);
    } catch (IOException e) {
      throw UserError.of("not-exportable", "the XGBoost model cannot be written: " + e.getMessage())
          .because(e);
    }
  }

  @Override
  public void save(ModelWriter writer) throws IOException {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", 1L);
    manifest.put("outputs", (long) outputs);
    manifest.put("features", pipeline.outputs());
    manifest.put("importance", importance());
    manifest.put("facts", facts);
    writer.manifest(manifest);
    writer.pipeline(pipeline);
    writer.file(FILE, bytes);
  }

  @Override
  public synchronized Map<String, Map<String, Double>> importance() {
    if (shapRows.length > 0) {
      int width = pipeline.outputs().size();
      Booster own = load(bytes, linear, width);
      try {
        importance.put("shap", RawImportance.of(pipeline, Importance.shap(own, shapRows, width)));
      } finally {
        own.dispose();
      }
      shapRows = new float[0];
    }
    return importance;
  }

  @Override
  public Map<String, Object> facts() {
    return facts;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      booster.dispose();
    }
  }
}
