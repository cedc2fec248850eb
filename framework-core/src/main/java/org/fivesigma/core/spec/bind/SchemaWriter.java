package org.fivesigma.core.spec.bind;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.yaml.Scalars;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;

/**
 * Writes the JSON Schema (draft 2020-12) of a record with the plugins of a catalog, for editors:
 * every key with its description, type, range, choices and default. A number may be a variable.
 */
public final class SchemaWriter {
  private static final String VARIABLE = "^\\$\\{";

  private final PluginCatalog catalog;
  private final PluginFinder finder;
  private final Map<String, Object> definitions = new TreeMap<>();

  /** A writer of schemas with these plugins. */
  public SchemaWriter(PluginCatalog catalog) {
    this.catalog = catalog;
    this.finder = new PluginFinder(catalog, Catalogue.standard());
  }

  /** The schema of a record as maps, lists, texts, numbers and booleans. */
  public Map<String, Object> schema(Class<? extends Record> root, String title) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(block(OptionsShape.of(root)));
    schema.put("$defs", definitions);
    return schema;
  }

  private Map<String, Object> block(OptionsShape shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    Map<String, Object> properties = properties(shape);
    schema.put("properties", properties);
    List<String> required =
        shape.keys().stream()
            .filter(OptionsShape.Key::required)
            .map(OptionsShape.Key::name)
            .toList();
    boolean aliased =
        shape.keys().stream().anyMatch(k -> k.required() && k.option().aliases().length > 0);
    if (!required.isEmpty() && !aliased) {
      schema.put("required", required);
    }
    schema.put(
        "additionalProperties",
        shape.inline().<Object>map(k -> value(Types.argument(k.type()), k.option())).orElse(false));
    return schema;
  }

  private Map<String, Object> properties(OptionsShape shape) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (OptionsShape.Key key : shape.keys()) {
      Map<String, Object> schema = new LinkedHashMap<>(value(key.type(), key.option()));
      String unit = key.option().unit();
      schema.put(
          "description",
          key.option().description() + (unit.isEmpty() ? "" : " Unit: " + unit + "."));
      key.defaultText()
          .ifPresent(text -> schema.put("default", Scalars.plain(Defaults.parse(text))));
      if (!key.option().example().isEmpty()) {
        List<Object> examples = new ArrayList<>();
        examples.add(Scalars.plain(Defaults.parse(key.option().example())));
        schema.put("examples", examples);
      }
      properties.put(key.name(), schema);
      for (String alias : key.option().aliases()) {
        properties.put(alias, schema);
      }
    }
    return properties;
  }

  private Map<String, Object> value(Type type, Option option) {
    Class<?> raw = Types.raw(type);
    if (Types.isOptional(type)) {
      Type inner = Types.argument(type);
      Class<?> held = Types.raw(inner);
      boolean block = held == Configured.class || Record.class.isAssignableFrom(held);
      List<Object> either = new ArrayList<>();
      either.add(value(inner, option));
      either.add(Map.of("type", "null"));
      if (block) {
        either.add(Map.of("const", "none"));
      }
      return Map.of("anyOf", either);
    }
    if (Types.isList(type)) {
      Map<String, Object> item = value(Types.argument(type), option);
      Map<String, Object> list = Map.of("type", "array", "items", item);
      return option.single() ? Map.of("anyOf", List.of(item, list)) : list;
    }
    if (Types.isMap(type)) {
      Type inner = Types.argument(type);
      Object values =
          inner == String.class
              ? Map.of("type", List.of("string", "number", "boolean"))
              : value(inner, option);
      return Map.of("type", "object", "additionalProperties", values);
    }
    if (raw == Object.class) {
      return Map.of();
    }
    if (ScalarBinder.binds(raw)) {
      return scalar(raw, option);
    }
    return raw == Configured.class
        ? plugin(Types.raw(Types.argument(type)), null)
        : nested(raw.asSubclass(Record.class), option);
  }

  private static Map<String, Object> scalar(Class<?> type, Option option) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type == boolean.class || type == Boolean.class) {
      schema.put("type", "boolean");
    } else if (type.isEnum()) {
      List<Object> values = new ArrayList<>(ScalarBinder.names(type));
      if (values.contains("false")) {
        values.add(false);
      }
      schema.put("enum", values);
    } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      boolean real = type == double.class || type == Double.class;
      schema.put("type", real ? "number" : "integer");
      limit(schema, option.minExclusive() ? "exclusiveMinimum" : "minimum", option.min());
      limit(schema, option.maxExclusive() ? "exclusiveMaximum" : "maximum", option.max());
      return Map.of("anyOf", List.of(schema, Map.of("type", "string", "pattern", VARIABLE)));
    } else {
      schema.put("type", "string");
      if (option.choices().length > 0) {
        schema.put("enum", List.of(option.choices()));
      }
    }
    return schema;
  }

  private static void limit(Map<String, Object> schema, String key, double value) {
    if (!Double.isInfinite(value)) {
      schema.put(
          key, value == Math.rint(value) && Math.abs(value) < 1e15 ? (Object) (long) value : value);
    }
  }

  /** A block of a record; it may be written as its shorthand. */
  private Map<String, Object> nested(Class<? extends Record> record, Option option) {
    OptionsShape shape = OptionsShape.of(record);
    boolean shares = shape.inline().isPresent() && !Types.isMap(shape.inline().get().type());
    Map<String, Object> block;
    if (shares) {
      Type inline = shape.inline().get().type();
      Type held = Types.isOptional(inline) ? Types.argument(inline) : inline;
      return plugin(Types.raw(Types.argument(held)), shape);
    }
    String name = OptionsShape.snake(record.getSimpleName());
    if (definitions.putIfAbsent(name, Map.of()) == null) {
      definitions.put(name, block(shape));
    }
    block = Map.of("$ref", "#/$defs/" + name);
    return shape
        .key(option.shorthand())
        .map(
            key -> {
              List<Object> either = new ArrayList<>();
              either.add(value(key.type(), key.option()));
              either.add(block);
              return Map.<String, Object>of("anyOf", either);
            })
        .orElse(block);
  }

  /** A plugin of a kind, as its id or as a block; with the common keys of a record around it. */
  private Map<String, Object> plugin(Class<?> spi, OptionsShape around) {
    String kind = finder.kindName(spi);
    String name = around == null ? kind : OptionsShape.snake(around.record().getSimpleName());
    if (definitions.putIfAbsent(name, Map.of()) == null) {
      definitions.put(name, kind(spi, name, around));
    }
    return Map.of("$ref", "#/$defs/" + name);
  }

  private Map<String, Object> kind(Class<?> spi, String name, OptionsShape around) {
    List<Object> ids = new ArrayList<>();
    List<Object> branches = new ArrayList<>();
    for (Extension<?> extension : catalog.kindOf(spi).map(k -> extensions(k)).orElse(List.of())) {
      ids.add(extension.id());
      String one = name + "." + extension.id();
      definitions.put(one, extension(extension, around));
      Map<String, Object> when = new LinkedHashMap<>();
      when.put("properties", Map.of("type", Map.of("const", extension.id())));
      when.put("required", List.of("type"));
      Map<String, Object> branch = new LinkedHashMap<>();
      branch.put("if", when);
      branch.put("then", Map.of("$ref", "#/$defs/" + one));
      branches.add(branch);
    }
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("type", "object");
    block.put("properties", Map.of("type", Map.of("enum", ids)));
    if (!branches.isEmpty()) {
      block.put("allOf", branches);
    }
    List<Object> either = new ArrayList<>();
    either.add(Map.of("enum", ids));
    either.add(block);
    return Map.of("anyOf", either);
  }

  private static <T> List<? extends Extension<?>> extensions(PluginCatalog catalog, Kind<T> kind) {
    return catalog.extensions(kind);
  }

  private List<? extends Extension<?>> extensions(Kind<?> kind) {
    return extensions(catalog, kind);
  }

  private Map<String, Object> extension(Extension<?> extension, OptionsShape around) {
    Map<String, Object> schema = block(OptionsShape.of(extension.options()));
    schema.put("description", extension.description());
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("type", Map.of("const", extension.id()));
    if (around != null) {
      properties.putAll(properties(around));
    }
    properties.putAll(properties(OptionsShape.of(extension.options())));
    schema.put("properties", properties);
    return schema;
  }
}
