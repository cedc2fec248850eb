package org.fivesigma.models.network;

import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Persistent;

/**
 * Where training steps are computed: parameters, running statistics and the optimiser's state live
 * there between steps. What is saved is the optimiser's state.
 */
interface Steps extends Persistent, AutoCloseable {
  /**
   * Some events of an epoch.
   *
   * @param order events of the whole epoch
   * @param from place in {@code order} of the first
   * @param count how many
   * @param epoch epochs done
   */
  record Batch(int[] order, int from, int count, int epoch) {}

  /**
   * One step of the optimiser.
   *
   * @param step steps done, for the draws of dropout
   * @return the loss of the batch before the step; where it is no number nothing was changed
   */
  double step(Batch batch, long step, Optimizer.Rates rates);

  /** Moves the running statistics of batch normalisation by a batch, which has this weight. */
  void normalise(Batch batch, double momentum);

  /** Takes parameters and statistics from Java. */
  void put(float[] parameters, float[] statistics);

  /** Gives parameters and statistics to Java. */
  void get(float[] parameters, float[] statistics);

  @Override
  void close();
}
