package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.spi.data.Columns;

/** The range of each feature in training, for the bundle's manifest. */
final class FeatureRanges {
  private static final int PIECE = 8192;

  private FeatureRanges() {}

  static List<BundleManifest.Feature> of(Columns train) {
    List<BundleManifest.Feature> features = new ArrayList<>();
    float[] piece = new float[PIECE];
    for (int c = 0; c < train.names().size(); c++) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      long missing = 0;
      for (int from = 0; from < train.rows(); from += PIECE) {
        int n = Math.min(PIECE, train.rows() - from);
        train.read(c, from, from + n, piece, 0);
        for (int i = 0; i < n; i++) {
          if (Float.isNaN(piece[i])) {
            missing++;
          } else {
            min = Math.min(min, piece[i]);
            max = Math.max(max, piece[i]);
          }
        }
      }
      features.add(
          new BundleManifest.Feature(
              train.names().get(c),
              missing == train.rows() ? Double.NaN : min,
              missing == train.rows() ? Double.NaN : max,
              missing));
    }
    return features;
  }
}
