package org.fivesigma.spi.model;

import java.util.Map;

/** A combination ready to be applied: pure and thread-safe. */
public interface FittedCombiner {
  /** The id whose {@link CombinerReader} reads it back. */
  String id();

  /**
   * The combined scores.
   *
   * @param scores one array per item, all of one length, row-major with {@code outputs} numbers per
   *     event; not changed
   */
  double[] combine(double[][] scores, int outputs);

  /** What the reader needs: maps, lists, texts, booleans, longs and doubles. */
  Map<String, Object> state();

  /** Long arrays that the reader needs too, by name (letters, digits, {@code _-.}). */
  default Map<String, double[]> tables() {
    return Map.of();
  }
}
