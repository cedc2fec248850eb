package org.fivesigma.spi.model;

import java.util.List;

/** A model that is scored faster together with others like it, such as members of an ensemble. */
public interface JointModel extends Model {
  /** Whether both can be scored together: the same raw features go the same way into both. */
  boolean joins(Model other);

  /**
   * Scores of several models.
   *
   * @param models each of which this one {@link #joins}; itself, too, may be one of them
   * @return of each model what its own {@link Model#predict(PredictionInput)} gives, bit for bit
   */
  List<double[]> predict(List<? extends Model> models, PredictionInput input);
}
