package org.fivesigma.models.xgboost;

import java.util.Map;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;
import org.fivesigma.models.FiniteFeatures;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.FeatureMatrix;

/**
 * The library's copy of a part: features, labels, weights. Native memory; to be closed. Used by one
 * training at a time: the library fills caches inside it while it trains.
 */
final class TrainingMatrix implements AutoCloseable {
  private final MatrixPool.Key key;
  private final Copy copy;

  /**
   * What is in native memory.
   *
   * @param meanWeight Σw/N
   * @param bytes about as many, the library's quantised features included
   */
  record Copy(DMatrix matrix, double meanWeight, long bytes) {}

  private TrainingMatrix(MatrixPool.Key key, Copy copy) {
    this.key = key;
    this.copy = copy;
  }

  /**
   * Copies a part to native memory, where no training before left such a copy. NaN is missing.
   *
   * @param quantisation every parameter that changes what the library keeps inside the matrix
   * @throws UserError for negative weights and infinite features
   */
  static TrainingMatrix of(
      FeatureMatrix features,
      int[] labels,
      double[] weights,
      Map<String, String> types,
      String quantisation) {
    MatrixPool.Key key = MatrixPool.Key.of(features, labels, weights, types, quantisation);
    return new TrainingMatrix(
        key,
        MatrixPool.SHARED
            .borrow(features, key)
            .orElseGet(() -> copy(features, labels, weights, types)));
  }

  private static Copy copy(
      FeatureMatrix features, int[] labels, double[] weights, Map<String, String> types) {
    double mean = checkWeights(weights);
    FiniteFeatures.requireNotInfinite(features, "xgboost");
    float[] label = new float[labels.length];
    float[] weight = new float[labels.length];
    for (int i = 0; i < label.length; i++) {
      label[i] = labels[i];
      weight[i] = (float) weights[i];
    }
    DMatrix matrix = Engine.call(() -> copy(features));
    try {
      return Engine.call(
          () -> {
            matrix.setLabel(label);
            matrix.setWeight(weight);
            if (!types.isEmpty()) {
              matrix.setFeatureTypes(
                  features.names().stream()
                      .map(name -> types.getOrDefault(name, "q"))
                      .toArray(String[]::new));
            }
            long values = (long) features.rows() * features.width();
            return new Copy(matrix, mean, values * (Float.BYTES + 1));
          });
    } catch (RuntimeException e) {
      matrix.dispose();
      throw e;
    }
  }

  private static DMatrix copy(FeatureMatrix features) throws XGBoostError {
    if (features.chunkCount() == 1) {
      return new DMatrix(features.chunk(0), features.rows(), features.width(), Float.NaN);
    }
    BigDenseMatrix big = new BigDenseMatrix(features.rows(), features.width());
    try {
      long to = 0;
      for (int c = 0; c < features.chunkCount(); c++) {
        for (float value : features.chunk(c)) {
          big.set(to++, value);
        }
      }
      return new DMatrix(big, Float.NaN);
    } finally {
      big.dispose();
    }
  }

  private static double checkWeights(double[] weights) {
    int negative = 0;
    double sum = 0;
    double negatives = 0;
    for (double w : weights) {
      sum += w;
      if (w < 0) {
        negative++;
        negatives += w;
      }
    }
    if (negative > 0) {
      throw UserError.of(
              "negative-weights",
              "XGBoost cannot train with negative weights; "
                  + negative
                  + " of "
                  + weights.length
                  + " training weights are negative (their sum "
                  + String.format(java.util.Locale.ROOT, "%.4g", negatives)
                  + " of "
                  + String.format(java.util.Locale.ROOT, "%.4g", sum)
                  + ")")
          .hint("set data.negative_weights, for example {fit: abs, evaluate: keep}");
    }
    return weights.length == 0 ? 0 : sum / weights.length;
  }

  /** The library's handle. */
  DMatrix matrix() {
    return copy.matrix();
  }

  /** Σw/N: the library's mean loss is Σwl/Σw, ours Σwl/N. */
  double meanWeight() {
    return copy.meanWeight();
  }

  @Override
  public void close() {
    MatrixPool.SHARED.release(key, copy);
  }
}
