package org.fivesigma.spi.model;

import java.util.Optional;
import java.util.OptionalDouble;
import org.fivesigma.spi.plugin.Kind;

/** How the learning rate goes over a training (kind {@code schedule}). */
public interface Schedule {
  /** The kind. */
  Kind<Schedule> KIND =
      new Kind<>("schedule", Schedule.class, "How the learning rate changes during a training.");

  /** The schedule of one training. */
  Course start(Setting setting);

  /** A metric it looks at after each epoch, such as {@code valid/loss}. */
  default Optional<String> monitor() {
    return Optional.empty();
  }

  /**
   * The training it is for.
   *
   * @param learningRate the optimiser's
   * @param stepsPerEpoch at least 1
   * @param steps of the whole training, at most
   */
  record Setting(double learningRate, long stepsPerEpoch, long steps) {
    /** Epochs in steps. */
    public long stepsOf(double epochs) {
      return Math.max(1, Math.round(epochs * stepsPerEpoch));
    }
  }

  /** One training's learning rates. Used by one thread. */
  interface Course extends Persistent {
    /** The learning rate of a step, counted from 0. Steps are asked for in order. */
    double learningRate(long step);

    /** The momentum (or first beta) of a step; empty: the optimiser's own. */
    default OptionalDouble momentum(long step) {
      return OptionalDouble.empty();
    }

    /**
     * An epoch is over.
     *
     * @param value the watched metric; NaN where none is watched
     * @param maximise whether more is better
     */
    default void epochEnded(double value, boolean maximise) {}
  }
}
