package org.fivesigma.spi.transform;

import java.util.List;

/**
 * A preprocessing step before it is fitted (kind {@code transformer}). The key {@code columns}
 * (globs; default all) is the framework's: a step is given only the columns it applies to, and
 * others pass it by unchanged, in place.
 */
public interface Transformer {
  /**
   * Learns what it needs from the training part, in double precision; missing (NaN) is left out of
   * every fit.
   *
   * @throws org.fivesigma.spi.UserError when the data do not allow it, with column, count and
   *     remedy
   */
  FittedTransformer fit(FitData data);

  /**
   * Columns beside its own that the step must see (the angles and momenta that physics features are
   * made of).
   */
  default List<String> alsoNeeds(FitData data) {
    return List.of();
  }
}
