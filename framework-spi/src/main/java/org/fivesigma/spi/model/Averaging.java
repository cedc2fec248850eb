package org.fivesigma.spi.model;

import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.plugin.Kind;

/** Makes the final network from many moments of one training (kind {@code averaging}). */
public interface Averaging {
  /** The kind. */
  Kind<Averaging> KIND =
      new Kind<>(
          "averaging", Averaging.class, "Makes one model from many moments of one training.");

  /** The averaging of one training. */
  Course start(Schedule.Setting setting);

  /** The schedule it brings with it, in place of the one in the file. */
  default Optional<Schedule> schedule() {
    return Optional.empty();
  }

  /** One training's averages. Used by one thread. */
  interface Course extends Persistent {
    /** After a step (counted from 1); {@code parameters} may be read, not kept. */
    void stepped(long step, float[] parameters);

    /**
     * The networks that make the model: one (an average of parameters), or several whose scores are
     * averaged. Empty before the first: the training's own parameters are used. Statistics of batch
     * normalisation are computed anew for each.
     */
    List<float[]> networks();
  }
}
