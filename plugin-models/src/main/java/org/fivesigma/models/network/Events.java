package org.fivesigma.models.network;

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
}
