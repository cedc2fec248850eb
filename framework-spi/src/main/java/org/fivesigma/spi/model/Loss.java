package org.fivesigma.spi.model;

import org.fivesigma.spi.plugin.Kind;

/**
 * What training makes small (kind {@code loss}). Plain arithmetic over the outputs of a network
 * before sigmoid or softmax.
 */
public interface Loss {
  /** The kind. */
  Kind<Loss> KIND = new Kind<>("loss", Loss.class, "What the training of a network makes small.");

  /**
   * The loss of a batch and its gradient: Σ w·l over the events divided by their number, never by Σ
   * w. Computed in double.
   *
   * @param logits row-major {@code rows × outputs}; one output when binary, else one per class
   * @param labels class index of each event
   * @param weights of each event; may be negative
   * @param gradient filled with the derivative by each logit
   * @return the loss
   */
  double batch(
      float[] logits, int outputs, int[] labels, float[] weights, int rows, float[] gradient);

  /**
   * Whether the loss of a batch is no sum over its events, so that a batch may not be cut in parts
   * that are computed apart.
   */
  default boolean wholeBatch() {
    return false;
  }
}
