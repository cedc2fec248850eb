package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Sample;

/**
 * Events as a network takes them.
 *
 * @param matrix features after preprocessing, without missing values
 * @param labels class index of each
 * @param weights of the loss
 */
record Events(FeatureMatrix matrix, int[] labels, float[] weights) {

  /** The events of a sample, whose features went through the pipeline. */
  static Events of(FeatureMatrix matrix, Sample sample) {
    float[] weights = new float[sample.rows()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) sample.trainingWeights()[i];
    }
    return new Events(matrix, sample.labels(), weights);
  }

  int rows() {
    return labels.length;
  }

  /**
   * Refuses missing and infinite features.
   *
   * @param what the events, for the message
   */
  static void requireFinite(FeatureMatrix matrix, String what) {
    int width = matrix.width();
    long[] bad = new long[width];
    boolean any = false;
    for (int c = 0; c < matrix.chunkCount(); c++) {
      float[] values = matrix.chunk(c);
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          bad[i % width]++;
          any = true;
        }
      }
    }
    if (!any) {
      return;
    }
    List<String> columns = new ArrayList<>();
    for (int j = 0; j < width; j++) {
      if (bad[j] > 0) {
        columns.add(String.format("%s (%,d of %,d)", matrix.names().get(j), bad[j], matrix.rows()));
      }
    }
    int shown = Math.min(8, columns.size());
    throw UserError.of(
            "missing-values",
            what
                + " have missing or infinite features, which a network cannot take: "
                + String.join(", ", columns.subList(0, shown))
                + (shown < columns.size() ? " and " + (columns.size() - shown) + " more" : ""))
        .at("preprocess")
        .hint("put {type: impute, strategy: median, indicator: true} first in 'preprocess'");
  }
}
