package org.fivesigma.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a fitted step, written to and read from a map that may pass through JSON: numbers
 * that are not finite may come back as texts, whole ones as integers. Whatever is asked for and not
 * there, or of another kind, is an {@link IllegalArgumentException} that names the field.
 */
public final class StepState {
  private final Map<String, Object> fields;

  /** No fields yet. */
  public StepState() {
    this(new LinkedHashMap<>());
  }

  /** Fields that were read. */
  public StepState(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** The fields. */
  public Map<String, Object> map() {
    return fields;
  }

  /** Adds a text, number, truth value, list or map. */
  public StepState put(String key, Object value) {
    fields.put(key, value);
    return this;
  }

  /** Adds a list of numbers. */
  public StepState put(String key, double[] values) {
    return put(key, Arrays.stream(values).boxed().toList());
  }

  /** Adds a list of lists of numbers. */
  public StepState put(String key, double[][] rows) {
    List<List<Double>> list = new ArrayList<>();
    for (double[] row : rows) {
      list.add(Arrays.stream(row).boxed().toList());
    }
    return put(key, (Object) list);
  }

  /** Adds a list of integers. */
  public StepState put(String key, int[] values) {
    return put(key, Arrays.stream(values).mapToObj(i -> (long) i).toList());
  }

  /** A text. */
  public String text(String key) {
    if (fields.get(key) instanceof String text) {
      return text;
    }
    throw expected(key, "a text");
  }

  /** A text, where there is one. */
  public Optional<String> optionalText(String key) {
    return fields.containsKey(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** A list of maps. */
  public List<StepState> states(String key) {
    return list(key).stream()
        .map(
            item -> {
              if (item instanceof Map<?, ?> map) {
                Map<String, Object> content = new LinkedHashMap<>();
                map.forEach((name, value) -> content.put(String.valueOf(name), value));
                return new StepState(content);
              }
              throw expected(key, "a list of maps");
            })
        .toList();
  }

  /** A constant, written in lower case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(fields.get(key))) {
        return constant;
      }
    }
    throw expected(
        key, "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
  }

  /** A truth value. */
  public boolean flag(String key) {
    if (fields.get(key) instanceof Boolean flag) {
      return flag;
    }
    throw expected(key, "true or false");
  }

  /** A number. */
  public double number(String key) {
    return number(key, fields.get(key));
  }

  /** A list of texts. */
  public List<String> texts(String key) {
    return list(key).stream()
        .map(
            item -> {
              if (item instanceof String text) {
                return text;
              }
              throw expected(key, "a list of texts");
            })
        .toList();
  }

  /** A list of numbers. */
  public double[] numbers(String key) {
    return list(key).stream().mapToDouble(item -> number(key, item)).toArray();
  }

  /** A list of so many numbers. */
  public double[] numbers(String key, int count) {
    double[] values = numbers(key);
    if (values.length != count) {
      throw expected(key, count + " numbers, not " + values.length);
    }
    return values;
  }

  /** A list of integers. */
  public int[] integers(String key) {
    return list(key).stream().mapToInt(item -> (int) number(key, item)).toArray();
  }

  /** A list of lists of numbers. */
  public double[][] rows(String key) {
    return list(key).stream()
        .map(
            row -> {
              if (row instanceof List<?> items) {
                return items.stream().mapToDouble(item -> number(key, item)).toArray();
              }
              throw expected(key, "a list of lists of numbers");
            })
        .toArray(double[][]::new);
  }

  private List<?> list(String key) {
    if (fields.get(key) instanceof List<?> list) {
      return list;
    }
    throw expected(key, "a list");
  }

  private static double number(String key, Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw expected(key, "a number");
      };
    }
    throw expected(key, "a number");
  }

  private static IllegalArgumentException expected(String key, String what) {
    return new IllegalArgumentException("field '" + key + "': expected " + what);
  }
}
