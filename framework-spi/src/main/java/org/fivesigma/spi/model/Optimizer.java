package org.fivesigma.spi.model;

import java.util.OptionalDouble;
import org.fivesigma.spi.plugin.Kind;

/**
 * A rule that moves the parameters of a network along its gradient (kind {@code optimizer}). Plain
 * arithmetic over flat arrays: it knows nothing of layers or engines.
 */
public interface Optimizer {
  /** The kind. */
  Kind<Optimizer> KIND =
      new Kind<>("optimizer", Optimizer.class, "How a network's parameters follow the gradient.");

  /** The learning rate that schedules start from; empty: to be found by a range test. */
  OptionalDouble learningRate();

  /** The state for a vector of that many parameters, before its first step. */
  Updater start(int parameters);

  /**
   * What a step is taken with.
   *
   * @param learningRate from the schedule
   * @param momentum from the schedule (momentum, or the first beta); empty: the optimiser's own
   * @param epoch whole epochs done
   */
  record Rates(double learningRate, OptionalDouble momentum, int epoch) {
    /** A step with the optimiser's own momentum. */
    public static Rates of(double learningRate) {
      return new Rates(learningRate, OptionalDouble.empty(), 0);
    }
  }

  /** One training's state. Used by one thread. */
  interface Updater extends Persistent {
    /** Changes {@code parameters} by one step along {@code gradient} (which may be overwritten). */
    void step(double[] parameters, double[] gradient, Rates rates);

    /** The same in single precision; optimisers that are fast have their own. */
    default void step(float[] parameters, float[] gradient, Rates rates) {
      double[] p = new double[parameters.length];
      double[] g = new double[parameters.length];
      for (int i = 0; i < p.length; i++) {
        p[i] = parameters[i];
        g[i] = gradient[i];
      }
      step(p, g, rates);
      for (int i = 0; i < p.length; i++) {
        parameters[i] = (float) p[i];
      }
    }
  }
}
