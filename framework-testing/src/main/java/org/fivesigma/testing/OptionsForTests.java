package org.fivesigma.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;

/**
 * Makes options records from their declared defaults and a few values by key, for tests of plugins,
 * which do not see the framework's binder. Takes values as they are, or the text of a default.
 */
public final class OptionsForTests {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OptionsForTests() {}

  /**
   * The record with defaults but for these values, given by key: of the component's own type, or
   * what a file would hold (numbers, texts, lists, maps).
   */
  public static <R extends Record> R of(Class<R> type, Map<String, ?> values) {
    return of(type, values, (made, value) -> value);
  }

  /** The same where components of type {@code Configured<T>} are chosen by id among plugins. */
  public static <R extends Record> R of(Class<R> type, Map<String, ?> values, Choice choice) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    Set<String> used = new HashSet<>();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      Option option = component.getAnnotation(Option.class);
      types[i] = component.getType();
      String key = key(component, option);
      for (String alias : option.aliases()) {
        if (values.containsKey(alias)) {
          key = alias;
        }
      }
      Object value;
      if (values.containsKey(key)) {
        used.add(key);
        value = values.get(key);
      } else if (!option.value().equals(Option.NONE)) {
        value = parse(option.value());
      } else if (types[i] == Optional.class) {
        value = null;
      } else {
        throw new IllegalArgumentException("'" + key + "' has no default");
      }
      arguments[i] = convert(value, component.getGenericType(), option, choice);
    }
    if (!used.containsAll(values.keySet())) {
      throw new IllegalArgumentException(type + " has not all of " + values.keySet());
    }
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key(RecordComponent component, Option option) {
    return option.key().isEmpty()
        ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT)
        : option.key();
  }

  /** The small part of YAML that defaults are written in: scalars, and flow lists and maps. */
  private static Object parse(String yaml) {
    String json =
        yaml.replaceAll("([\\[{,:]\\s*)([A-Za-z_][A-Za-z0-9_/.]*)", "$1\"$2\"")
            .replaceAll("\"(true|false|null)\"", "$1");
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      return yaml;
    }
  }

  private static Object convert(Object value, Type type, Option option, Choice choice) {
    if (type instanceof ParameterizedType parameterized) {
      Type element =
          parameterized.getActualTypeArguments()[parameterized.getActualTypeArguments().length - 1];
      if (parameterized.getRawType() == Optional.class) {
        return value instanceof Optional
            ? value
            : Optional.ofNullable(value).map(v -> convert(v, element, option, choice));
      }
      if (parameterized.getRawType() == List.class) {
        List<Object> converted = new ArrayList<>();
        List<?> items = value instanceof List<?> list ? list : List.of(value);
        items.forEach(item -> converted.add(convert(item, element, option, choice)));
        return converted;
      }
      if (parameterized.getRawType() == Map.class) {
        Map<Object, Object> converted = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach((k, v) -> converted.put(k, convert(v, element, option, choice)));
        return converted;
      }
      return value instanceof Configured<?> ? value : choice.configured((Class<?>) element, value);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == double.class || raw == Double.class) {
      return ((Number) value).doubleValue();
    }
    if (raw == long.class || raw == Long.class) {
      return ((Number) value).longValue();
    }
    if (raw == int.class || raw == Integer.class) {
      return ((Number) value).intValue();
    }
    if (raw.isEnum() && value instanceof String text) {
      for (Object constant : raw.getEnumConstants()) {
        if (constant.toString().equalsIgnoreCase(text)) {
          return constant;
        }
      }
      throw new IllegalArgumentException(text + " is none of " + raw);
    }
    if (raw.isRecord() && !raw.isInstance(value)) {
      return of(
          raw.asSubclass(Record.class),
          value instanceof Map<?, ?> map ? texts(map) : Map.of(option.shorthand(), value),
          choice);
    }
    return value;
  }

  /** Makes the value of a {@code Configured<T>} component. */
  public interface Choice {
    /**
     * The chosen plugin.
     *
     * @param made the type {@code T} that it makes
     * @param value an id, or a map with the id under {@code type} and its options
     */
    Object configured(Class<?> made, Object value);
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((k, v) -> result.put((String) k, v));
    return result;
  }
}
