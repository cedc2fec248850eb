package org.fivesigma.spi.transform;

import java.util.Optional;

/**
 * A fitted step each of whose outputs depends on one input alone. The framework then reads single
 * columns through a chain of such steps without touching the others.
 */
public interface ColumnwiseTransformer extends FittedTransformer {
  /** Index of the input that an output is made of. */
  int source(int output);

  /**
   * Computes one output for rows {@code 0 … rows−1}.
   *
   * @param in the values of input {@link #source source(output)}; not changed
   * @param out to be filled; not the same array as {@code in}
   */
  void apply(int output, double[] in, int rows, double[] out);

  /**
   * The output as {@code scale · x + offset} of a value that is not missing, where it is that;
   * missing stays missing.
   */
  default Optional<Affine> affine(int output) {
    return Optional.empty();
  }

  @Override
  default void apply(double[][] in, int rows, double[][] out) {
    for (int i = 0; i < out.length; i++) {
      apply(i, in[source(i)], rows, out[i]);
    }
  }

  /** A straight line. */
  record Affine(double scale, double offset) {
    /** The line that leaves everything as it is. */
    public static final Affine IDENTITY = new Affine(1, 0);

    /** This line first, the other after it. */
    public Affine then(Affine next) {
      return new Affine(next.scale * scale, next.scale * offset + next.offset);
    }
  }
}
