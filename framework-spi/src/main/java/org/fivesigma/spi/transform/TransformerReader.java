package org.fivesigma.spi.transform;

import java.util.Map;

/**
 * Reads a fitted step back from a bundle (kind {@code transformer_reader}, same id as the
 * transformer).
 */
public interface TransformerReader {
  /**
   * The step as it was.
   *
   * @throws IllegalArgumentException when the state is broken: names the field and what was
   *     expected
   */
  FittedTransformer read(Map<String, Object> state);
}
