package org.fivesigma.spi.transform;

import java.util.List;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;

/**
 * The fitted steps in order, from raw feature columns to what the model sees. Immutable and
 * thread-safe.
 */
public interface Pipeline {
  /** Raw feature columns it takes, in order. */
  List<String> inputs();

  /** Columns the model sees, in order. */
  List<String> outputs();

  /** The steps, each with the columns it was given. */
  List<FittedTransformer> steps();

  /**
   * All rows, transformed in chunks by several threads into one row-major block. The result does
   * not depend on threads.
   */
  FeatureMatrix transform(Columns raw, int threads);

  /**
   * Some rows held in arrays (a batch that was augmented, a request): {@code in} one array per
   * input, {@code out} row-major, {@code rows × outputs().size()} values.
   */
  void transform(float[][] in, int rows, float[] out);
}
