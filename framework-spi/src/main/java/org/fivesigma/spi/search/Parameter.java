package org.fivesigma.spi.search;

import java.util.Map;

/**
 * A key of the experiment file that is varied.
 *
 * @param path such as {@code model.of[0].eta}
 * @param when values that other parameters (choices) must have for this one to exist; empty: always
 *     there
 */
public record Parameter(String path, Domain domain, Map<String, Object> when) {
  public Parameter {
    when = Map.copyOf(when);
  }

  /** Whether it exists beside these values. */
  public boolean active(Map<String, Object> values) {
    return when.entrySet().stream().allMatch(e -> e.getValue().equals(values.get(e.getKey())));
  }
}
