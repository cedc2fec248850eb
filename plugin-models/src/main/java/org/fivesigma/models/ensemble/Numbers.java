package org.fivesigma.models.ensemble;

import java.util.List;
import java.util.Map;

/** Lists of numbers in the state of a combination. */
final class Numbers {
  private Numbers() {}

  static double[] of(Map<String, Object> state, String key) {
    return of(state.get(key), key);
  }

  static double[] of(Object value, String key) {
    if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }
    throw new IllegalArgumentException("'" + key + "' is no list of numbers");
  }
}
