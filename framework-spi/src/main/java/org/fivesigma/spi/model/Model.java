package org.fivesigma.spi.model;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A trained model with its preprocessing: raw features in, scores out. Thread-safe for prediction.
 */
public interface Model extends AutoCloseable {
  /** Raw feature columns it takes, in order. */
  List<String> inputs();

  /** Numbers per event: 1 when binary (probability of signal), else one per class, summing to 1. */
  int outputs();

  /**
   * Scores of all events, row-major {@code rows × outputs()}. Does not depend on the number of
   * threads, nor on which other events are in the batch: an event has the same score, bit for bit,
   * alone or among a million.
   */
  double[] predict(PredictionInput input);

  /** Id of the {@link ModelReader} that reads it back. */
  String id();

  /** Writes everything that prediction needs. */
  void save(ModelWriter writer) throws IOException;

  /**
   * Importance of raw features by kind ({@code gain}, {@code shap}), where the model knows;
   * features in any order.
   */
  default Map<String, Map<String, Double>> importance() {
    return Map.of();
  }

  /** Facts about the training for the run folder: best round, parameters, member metrics. */
  default Map<String, Object> facts() {
    return Map.of();
  }

  /** Frees native memory; idempotent. */
  @Override
  void close();
}
