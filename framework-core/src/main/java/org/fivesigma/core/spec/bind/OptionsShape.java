package org.fivesigma.core.spec.bind;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fivesigma.spi.option.Option;

/** The keys of an options record, in the order of its components. */
public final class OptionsShape {
  private static final Map<Class<?>, OptionsShape> SHAPES = new ConcurrentHashMap<>();

  /**
   * One key.
   *
   * @param name as in the file
   * @param type Java type of the component
   * @param option its description, default and limits
   */
  public record Key(String name, Type type, Option option) {
    /** The default as YAML text; empty: there is none. */
    public Optional<String> defaultText() {
      return option.value().equals(Option.NONE) ? Optional.empty() : Optional.of(option.value());
    }

    /** Whether the file must give it. */
    public boolean required() {
      return defaultText().isEmpty() && !Types.isOptional(type) && !option.inline();
    }
  }

  private final Class<? extends Record> record;
  private final List<Key> components;
  private final Constructor<? extends Record> constructor;

  private OptionsShape(Class<? extends Record> record) {
    this.record = record;
    List<Key> keys = new ArrayList<>();
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      if (option == null) {
        throw new IllegalArgumentException(
            record.getName() + "." + component.getName() + " has no @Option");
      }
      String name = option.key().isEmpty() ? snake(component.getName()) : option.key();
      keys.add(new Key(name, component.getGenericType(), option));
      types.add(component.getType());
    }
    this.components = List.copyOf(keys);
    try {
      constructor = record.getDeclaredConstructor(types.toArray(new Class<?>[0]));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(record.getName() + " has no canonical constructor", e);
    }
  }

  /**
   * The shape of a record.
   *
   * @throws IllegalArgumentException for a component without {@link Option}
   */
  public static OptionsShape of(Class<? extends Record> record) {
    OptionsShape known = SHAPES.get(record);
    if (known == null) {
      known = new OptionsShape(record);
      SHAPES.put(record, known);
    }
    return known;
  }

  /** The record. */
  public Class<? extends Record> record() {
    return record;
  }

  /** All components in order, the inline one among them. */
  public List<Key> components() {
    return components;
  }

  /** The keys of the block: all components but the inline one. */
  public List<Key> keys() {
    return components.stream().filter(k -> !k.option().inline()).toList();
  }

  /** The component whose own keys stand in this record's block. */
  public Optional<Key> inline() {
    return components.stream().filter(k -> k.option().inline()).findFirst();
  }

  /** The key of that name, or that has it as another spelling. */
  public Optional<Key> key(String name) {
    return components.stream()
        .filter(k -> !k.option().inline())
        .filter(k -> k.name().equals(name) || List.of(k.option().aliases()).contains(name))
        .findFirst();
  }

  /** A record of these values, in the order of the components. */
  Record create(List<Object> values) throws InvocationTargetException {
    try {
      return constructor.newInstance(values.toArray());
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(record.getName(), e);
    }
  }

  /** A Java name in snake_case. */
  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
