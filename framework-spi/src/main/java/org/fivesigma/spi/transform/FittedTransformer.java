package org.fivesigma.spi.transform;

import java.util.List;
import java.util.Map;

/** A fitted step: pure, thread-safe, and saved in the model bundle. */
public interface FittedTransformer {
  /** The id whose {@link TransformerReader} reads {@link #state} back. */
  String id();

  /** Columns it takes, in order. */
  List<String> inputs();

  /**
   * Columns it gives in their place, in order; new ones stand at the end unless they replace an
   * input of that name.
   */
  List<String> outputs();

  /**
   * Transforms rows {@code 0 … rows−1}. Values stay in double between steps; they become float32
   * where the model reads them.
   *
   * @param in one array per input; not changed
   * @param out one array per output, to be filled; may not alias {@code in}
   */
  void apply(double[][] in, int rows, double[][] out);

  /**
   * Everything {@link TransformerReader} needs: maps, lists, texts, booleans, longs and doubles
   * (NaN allowed).
   */
  Map<String, Object> state();
}
