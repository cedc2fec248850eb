package org.fivesigma.core.spec.bind;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
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
   * @param defaultText the default as YAML text; empty: there is none
   * @param required whether the file must give it
   */
  public record Key(
      String name, Type type, Option option, Optional<String> defaultText, boolean required) {
    static Key of(String name, Type type, Option option) {
      Optional<String> standard =
          option.value().equals(Option.NONE) ? Optional.empty() : Optional.of(option.value());
      boolean required = standard.isEmpty() && !Types.isOptional(type) && !option.inline();
      return new Key(name, type, option, standard, required);
    }
  }

  private final Class<? extends Record> record;
  private final List<Key> components;
  private final List<Key> keys;
  private final Map<String, Key> byName = new HashMap<>();
  private final Optional<Key> inline;
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
      keys.add(Key.of(name, component.getGenericType(), option));
      types.add(component.getType());
    }
    this.components = List.copyOf(keys);
    this.keys = keys.stream().filter(k -> !k.option().inline()).toList();
    this.inline = keys.stream().filter(k -> k.option().inline()).findFirst();
    for (Key key : this.keys) {
      byName.put(key.name(), key);
      for (String alias : key.option().aliases()) {
        byName.put(alias, key);
      }
    }
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
    return keys;
  }

  /** The component whose own keys stand in this record's block. */
  public Optional<Key> inline() {
    return inline;
  }

  /** The key of that name, or that has it as another spelling. */
  public Optional<Key> key(String name) {
    return Optional.ofNullable(byName.get(name));
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
