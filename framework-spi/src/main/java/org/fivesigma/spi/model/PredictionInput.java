package org.fivesigma.spi.model;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.transform.Pipeline;

/**
 * Events to score. Members that share a pipeline share its matrix: {@link #matrix} transforms once
 * for each distinct pipeline. Meant for one call; not kept.
 */
public final class PredictionInput {
  private final Columns raw;
  private final int threads;
  private final List<Pipeline> pipelines = new ArrayList<>();
  private final List<FeatureMatrix> matrices = new ArrayList<>();

  /**
   * All rows of raw columns, in the order of {@link Model#inputs} (names are checked by the
   * caller).
   */
  public PredictionInput(Columns raw, int threads) {
    this.raw = raw;
    this.threads = threads;
  }

  /** Raw feature columns. */
  public Columns raw() {
    return raw;
  }

  /** Number of events. */
  public int rows() {
    return raw.rows();
  }

  /** How many threads may be used. */
  public int threads() {
    return threads;
  }

  /** The events through a pipeline. */
  public synchronized FeatureMatrix matrix(Pipeline pipeline) {
    for (int i = 0; i < pipelines.size(); i++) {
      if (pipelines.get(i) == pipeline) {
        return matrices.get(i);
      }
    }
    FeatureMatrix matrix = pipeline.transform(raw, threads);
    pipelines.add(pipeline);
    matrices.add(matrix);
    return matrix;
  }

  /** Gives a matrix that was computed before, so that it is not computed again. */
  public synchronized void offer(Pipeline pipeline, FeatureMatrix matrix) {
    pipelines.add(pipeline);
    matrices.add(matrix);
  }
}
