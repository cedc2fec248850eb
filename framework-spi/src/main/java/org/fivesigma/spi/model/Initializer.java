package org.fivesigma.spi.model;

import java.util.random.RandomGenerator;
import org.fivesigma.spi.plugin.Kind;

/** Draws the first weights of a layer (kind {@code initializer}). */
public interface Initializer {
  /** The kind. */
  Kind<Initializer> KIND =
      new Kind<>("initializer", Initializer.class, "How the weights of a layer are drawn.");

  /**
   * Fills the weight matrix of a layer, one row of {@code fanIn} values per output.
   *
   * @param into the parameters, from {@code offset} on: {@code fanIn × fanOut} of them
   */
  void fill(float[] into, int offset, int fanIn, int fanOut, RandomGenerator random);

  /**
   * Fills the biases of a layer, which are 0 unless an initialiser says otherwise.
   *
   * @param into the parameters, from {@code offset} on: {@code fanOut} of them, all 0
   */
  default void fillBiases(
      float[] into, int offset, int fanIn, int fanOut, RandomGenerator random) {}
}
