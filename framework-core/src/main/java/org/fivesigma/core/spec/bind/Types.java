package org.fivesigma.core.spec.bind;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions about the Java types of record components. */
final class Types {
  private Types() {}

  static boolean isOptional(Type type) {
    return raw(type) == Optional.class;
  }

  static boolean isList(Type type) {
    return raw(type) == List.class;
  }

  static boolean isMap(Type type) {
    return raw(type) == Map.class;
  }

  static Class<?> raw(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    if (type instanceof ParameterizedType p && p.getRawType() instanceof Class<?> c) {
      return c;
    }
    throw new IllegalArgumentException("no type for an option: " + type);
  }

  /** Whether it is a plugin, or an optional one. */
  static boolean holdsPlugin(Type type) {
    return raw(isOptional(type) ? argument(type) : type)
        == org.fivesigma.spi.option.Configured.class;
  }

  /** The last type argument: of {@code Optional<X>}, {@code List<X>}, {@code Map<String, X>}. */
  static Type argument(Type type) {
    if (type instanceof ParameterizedType p) {
      Type[] arguments = p.getActualTypeArguments();
      return arguments[arguments.length - 1];
    }
    throw new IllegalArgumentException("no type for an option, it lacks its argument: " + type);
  }
}
