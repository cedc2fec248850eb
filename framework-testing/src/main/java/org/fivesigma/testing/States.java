package org.fivesigma.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step or a model may keep in a bundle: maps, lists, texts, booleans, longs, doubles. */
public final class States {
  private States() {}

  /**
   * A copy value by value.
   *
   * @throws AssertionError for a value that a bundle cannot keep
   */
  public static Map<String, Object> copy(Map<String, Object> state) {
    Map<String, Object> copied = new LinkedHashMap<>();
    state.forEach((key, value) -> copied.put(key, value(value)));
    return copied;
  }

  private static Object value(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copied = new LinkedHashMap<>();
      map.forEach((k, v) -> copied.put((String) k, value(v)));
      return copied;
    }
    if (value instanceof List<?> list) {
      List<Object> copied = new ArrayList<>();
      list.forEach(v -> copied.add(value(v)));
      return copied;
    }
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double) {
      return value;
    }
    throw new AssertionError(
        "a bundle keeps maps, lists, texts, booleans, longs and doubles, not "
            + (value == null ? "null" : value.getClass().getName()));
  }
}
