package org.fivesigma.spi.transform;

/**
 * A fitted step that can be undone, so that what the model sees can be shown in the units of the
 * file. What the step lost (a value held at a bound, one that was filled in) comes back as the step
 * left it.
 */
public interface InvertibleTransformer extends FittedTransformer {
  /**
   * Computes inputs from outputs for rows {@code 0 … rows−1}.
   *
   * @param outputs one array per output; not changed
   * @param inputs one array per input, to be filled; may not alias {@code outputs}
   */
  void invert(double[][] outputs, int rows, double[][] inputs);
}
