package org.fivesigma.spi.model;

import java.util.Map;

/**
 * Reads a fitted combination back from a bundle (kind {@code combiner_reader}, same id as the
 * combiner).
 */
public interface CombinerReader {
  /**
   * The combination as it was.
   *
   * @throws IllegalArgumentException when the state is broken: names what was expected
   */
  FittedCombiner read(Map<String, Object> state, Map<String, double[]> tables);
}
