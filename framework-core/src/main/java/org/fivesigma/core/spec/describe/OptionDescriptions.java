package org.fivesigma.core.spec.describe;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.bind.OptionsShape;
import org.fivesigma.spi.option.ColumnExpression;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.StepSpec;

/** Reads options records for people: every key with type, range, default, meaning, example. */
public final class OptionDescriptions {
  private static final Map<Class<?>, String> SCALARS =
      Map.ofEntries(
          Map.entry(boolean.class, "true or false"),
          Map.entry(Boolean.class, "true or false"),
          Map.entry(int.class, "integer"),
          Map.entry(Integer.class, "integer"),
          Map.entry(long.class, "integer"),
          Map.entry(Long.class, "integer"),
          Map.entry(double.class, "number"),
          Map.entry(Double.class, "number"),
          Map.entry(String.class, "text"),
          Map.entry(Path.class, "path"),
          Map.entry(ColumnExpression.class, "SQL expression"),
          Map.entry(ModelSpec.class, "model"),
          Map.entry(StepSpec.class, "transformer"),
          Map.entry(Object.class, "any value"));

  private final PluginCatalog catalog;

  /** Descriptions in which plugins are called by the kinds of this catalog. */
  public OptionDescriptions(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /** The keys of a record, in the order of its components; empty where there are none. */
  public List<OptionDescription> of(Class<? extends Record> options) {
    List<OptionDescription> keys = new ArrayList<>();
    for (OptionsShape.Key key : OptionsShape.of(options).components()) {
      Class<?> raw = raw(key.type());
      if (key.option().inline() && raw.isRecord() && raw != Configured.class) {
        keys.addAll(of(raw.asSubclass(Record.class)));
      } else {
        keys.add(describe(key));
      }
    }
    return List.copyOf(keys);
  }

  private OptionDescription describe(OptionsShape.Key key) {
    Option option = key.option();
    Class<?> element = element(key.type());
    boolean block =
        element.isRecord() && !SCALARS.containsKey(element) && element != Configured.class;
    return new OptionDescription(
        option.inline() ? (raw(key.type()) == Map.class ? "<name>" : "type") : key.name(),
        type(key.type(), option),
        key.required(),
        key.defaultText(),
        limits(option, element),
        option.unit(),
        option.description(),
        option.example(),
        block ? of(element.asSubclass(Record.class)) : List.of());
  }

  private String type(Type type, Option option) {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return type(argument(type, 0), option);
    }
    if (raw == List.class) {
      String one = type(argument(type, 0), option);
      return option.single() ? one + ", or a list of them" : "list of " + one;
    }
    if (raw == Map.class) {
      return "block of " + type(argument(type, 1), option) + " by name";
    }
    if (raw == Configured.class) {
      Class<?> made = raw(argument(type, 0));
      return catalog
          .kindOf(made)
          .map(k -> k.name())
          .orElse(made.getSimpleName().toLowerCase(Locale.ROOT));
    }
    if (raw.isEnum()) {
      return "text";
    }
    String scalar = SCALARS.get(raw);
    if (scalar != null) {
      return scalar;
    }
    return option.shorthand().isEmpty() ? "block" : "block, or its " + option.shorthand();
  }

  private static String limits(Option option, Class<?> element) {
    if (option.choices().length > 0) {
      return String.join(", ", option.choices());
    }
    if (element.isEnum()) {
      return Arrays.stream(element.getEnumConstants())
          .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    }
    boolean low = option.min() != Double.NEGATIVE_INFINITY;
    boolean high = option.max() != Double.POSITIVE_INFINITY;
    List<String> limits = new ArrayList<>();
    if (low) {
      limits.add((option.minExclusive() ? "> " : "≥ ") + number(option.min()));
    }
    if (high) {
      limits.add((option.maxExclusive() ? "< " : "≤ ") + number(option.max()));
    }
    return String.join(", ", limits);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** The innermost type of lists, maps and optionals. */
  private static Class<?> element(Type type) {
    Class<?> raw = raw(type);
    if (raw == Optional.class || raw == List.class) {
      return element(argument(type, 0));
    }
    return raw == Map.class ? element(argument(type, 1)) : raw;
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType p ? p.getActualTypeArguments()[index] : Object.class;
  }

  private static Class<?> raw(Type type) {
    if (type instanceof ParameterizedType p) {
      return raw(p.getRawType());
    }
    if (type instanceof WildcardType w) {
      return raw(w.getUpperBounds()[0]);
    }
    return type instanceof Class<?> c ? c : Object.class;
  }
}
