package org.fivesigma.core.spec.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.DefaultPreprocess;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;

/** Binds blocks of keys: options records, and plugins with theirs. */
final class BlockBinder {
  private static final String TYPE = "type";

  private final Binder binder;
  private final PluginFinder plugins;
  private final Problems problems;
  private final RecordBinder records;

  BlockBinder(Binder binder, PluginFinder plugins, Problems problems) {
    this.binder = binder;
    this.plugins = plugins;
    this.problems = problems;
    this.records = new RecordBinder(binder, plugins, problems);
  }

  boolean offers(Class<?> spi, String id) {
    return plugins.offers(spi, id);
  }

  /** A plugin in a block of its own: {@code adam} or {@code {type: adam, …}}. */
  Bound configured(Class<?> spi, Node node, Scope scope) {
    Optional<Node.Mapping> block = typed(node, scope, plugins.kindName(spi));
    if (block.isEmpty()) {
      return Bound.failed(node);
    }
    Optional<Plugin> plugin = plugin(spi, block.get(), scope, Optional.empty());
    if (plugin.isEmpty()) {
      return Bound.failed(block.get());
    }
    OptionsShape shape = OptionsShape.of(plugin.get().extension().options());
    List<Node.Entry> options = without(block.get(), TYPE);
    RecordBinder.Fields fields =
        records.fields(shape, options, scope, plugin.get().what(), List.of(TYPE), plugin);
    List<Node.Entry> resolved = new ArrayList<>();
    resolved.add(plugin.get().type());
    resolved.addAll(fields.resolved());
    Node.Mapping result = new Node.Mapping(resolved, block.get().place());
    Optional<Record> record = records.create(shape, fields, result, scope);
    return record.isEmpty()
        ? Bound.failed(result)
        : Bound.of(configured(plugin.get().extension(), record.get()), result);
  }

  private static <T> Configured<T> configured(Extension<T> extension, Record options) {
    return new Configured<>(extension.id(), options, extension.factory());
  }

  /** An options record; one with an inline component shares its block with it. */
  Bound record(Class<? extends Record> type, Node node, Scope scope, String what) {
    return record(type, node, scope, what, new LinkedHashMap<>());
  }

  /**
   * As {@link #record(Class, Node, Scope, String)}.
   *
   * @param components filled with the values that were bound without a problem
   */
  Bound record(
      Class<? extends Record> type,
      Node node,
      Scope scope,
      String what,
      Map<String, Object> components) {
    OptionsShape shape = OptionsShape.of(type);
    Optional<OptionsShape.Key> inline = shape.inline();
    boolean inlinePlugin = inline.isPresent() && !Types.isMap(inline.get().type());
    Optional<Node.Mapping> written = block(shape, inlinePlugin, node, scope);
    if (written.isEmpty()) {
      return Bound.failed(node);
    }
    Node.Mapping block = written.get();
    if (inlinePlugin) {
      return sharing(type, shape, inline.get(), block, scope);
    }
    List<Node.Entry> own = block.entries();
    List<Node.Entry> rest = List.of();
    if (inline.isPresent()) {
      own = own.stream().filter(e -> shape.key(e.key().text()).isPresent()).toList();
      rest = block.entries().stream().filter(e -> shape.key(e.key().text()).isEmpty()).toList();
    }
    RecordBinder.Fields fields =
        records.fields(shape, own, scope, what, List.of(), Optional.empty());
    fields
        .values()
        .forEach(
            (key, bound) -> {
              if (bound.ok()) {
                components.put(key, bound.value());
              }
            });
    List<Node.Entry> resolved = new ArrayList<>(fields.resolved());
    if (inline.isPresent()) {
      Bound bound =
          binder.map(
              Types.argument(inline.get().type()),
              new Node.Mapping(rest, block.place()),
              scope.limits(Optional.of(inline.get().option())));
      fields.put(inline.get(), bound);
      resolved.addAll(((Node.Mapping) bound.node()).entries());
    }
    Node.Mapping result = new Node.Mapping(resolved, block.place());
    return records
        .create(shape, fields, result, scope)
        .map(r -> Bound.of(r, result))
        .orElseGet(() -> Bound.failed(result));
  }

  /** The block of a record: as written, or made from the one value that stands for it. */
  private Optional<Node.Mapping> block(
      OptionsShape shape, boolean inlinePlugin, Node node, Scope scope) {
    String shorthand = scope.option().map(Option::shorthand).orElse("");
    if (shorthand.isEmpty() && inlinePlugin) {
      shorthand = TYPE;
    }
    if (node instanceof Node.Mapping mapping) {
      boolean plugin =
          shape
              .key(shorthand)
              .filter(k -> mapping.find(TYPE).isPresent() && shape.key(TYPE).isEmpty())
              .filter(k -> Types.holdsPlugin(k.type()))
              .isPresent();
      return Optional.of(plugin ? wrap(shorthand, node, scope) : mapping);
    }
    if (shorthand.isEmpty() || Binder.isNull(node)) {
      binder.wrong("a block of keys", node, scope);
      return Optional.empty();
    }
    if (shorthand.equals(TYPE) && !(node instanceof Node.Scalar s && s.string().isPresent())) {
      binder.wrong("an id or a block with a type", node, scope);
      return Optional.empty();
    }
    return Optional.of(wrap(shorthand, node, scope));
  }

  private static Node.Mapping wrap(String key, Node node, Scope scope) {
    Place place = node instanceof Node.Scalar ? node.place() : scope.at(node);
    Node.Scalar name = new Node.Scalar(key, false, place);
    return new Node.Mapping(List.of(new Node.Entry(name, node)), node.place());
  }

  /** A record whose inline component is a plugin: the plugin's keys stand beside the record's. */
  private Bound sharing(
      Class<? extends Record> type,
      OptionsShape shape,
      OptionsShape.Key inline,
      Node.Mapping given,
      Scope scope) {
    boolean optional = Types.isOptional(inline.type());
    Class<?> spi =
        Types.raw(Types.argument(optional ? Types.argument(inline.type()) : inline.type()));
    RecordBinder.Fields fields;
    List<Node.Entry> resolved = new ArrayList<>();
    if (optional && given.get(TYPE).isEmpty()) {
      fields =
          records.fields(
              shape,
              given.entries(),
              scope,
              "'" + scope.path() + "'",
              List.of(TYPE),
              Optional.empty());
      fields.put(inline, Bound.of(Optional.empty(), given));
    } else {
      Optional<Plugin> found = plugin(spi, given, scope, Optional.of(inline.option()));
      if (found.isEmpty()) {
        List<Node.Entry> common =
            given.entries().stream().filter(e -> shape.key(e.key().text()).isPresent()).toList();
        records.fields(shape, common, scope, "'" + scope.path() + "'", List.of(), Optional.empty());
        return Bound.failed(given);
      }
      Plugin plugin = found.get();
      OptionsShape own = OptionsShape.of(plugin.extension().options());
      Node.Mapping block = given;
      Scope below = scope;
      if (type == ModelSpec.class) {
        block = withPreprocess(given, plugin, scope);
        below = scope.inherit(block.get("preprocess").or(scope::preprocess));
        refuseMembers(block, own, scope);
      }
      List<Node.Entry> options = new ArrayList<>();
      List<Node.Entry> common = new ArrayList<>();
      for (Node.Entry entry : without(block, TYPE)) {
        String key = entry.key().text();
        boolean mine = own.key(key).isEmpty() && shape.key(key).isPresent();
        (mine ? common : options).add(entry);
      }
      List<String> others =
          new ArrayList<>(shape.keys().stream().map(OptionsShape.Key::name).toList());
      others.add(TYPE);
      RecordBinder.Fields optionFields =
          records.fields(own, options, below, plugin.what(), others, found);
      resolved.add(plugin.type());
      resolved.addAll(optionFields.resolved());
      Node.Mapping optionNode = new Node.Mapping(optionFields.resolved(), block.place());
      Optional<Record> record = records.create(own, optionFields, optionNode, scope);
      fields = records.fields(shape, common, scope, plugin.what(), List.of(), Optional.empty());
      fields.resolved().removeIf(e -> own.key(e.key().text()).isPresent());
      Bound bound =
          record.isEmpty()
              ? Bound.failed(optionNode)
              : Bound.of(configured(plugin.extension(), record.get()), optionNode);
      fields.put(
          inline,
          optional && bound.ok() ? Bound.of(Optional.of(bound.value()), bound.node()) : bound);
    }
    resolved.addAll(fields.resolved());
    Node.Mapping result = new Node.Mapping(resolved, given.place());
    return records
        .create(shape, fields, result, scope)
        .map(r -> Bound.of(r, result))
        .orElseGet(() -> Bound.failed(result));
  }

  private static List<Node.Entry> without(Node.Mapping block, String key) {
    return block.entries().stream().filter(e -> !e.key().text().equals(key)).toList();
  }

  /** The model's block with the steps it gets: its own, else inherited, else its plugin's. */
  private static Node.Mapping withPreprocess(Node.Mapping block, Plugin plugin, Scope scope) {
    Optional<Node> own = block.get("preprocess").filter(n -> !Binder.isNull(n));
    if (own.isPresent()) {
      return block;
    }
    DefaultPreprocess declared =
        plugin.extension().options().getAnnotation(DefaultPreprocess.class);
    Optional<Node> steps =
        scope
            .preprocess()
            .or(() -> Optional.ofNullable(declared).map(d -> Defaults.parse(d.value())));
    if (steps.isEmpty()) {
      return block;
    }
    List<Node.Entry> entries = new ArrayList<>(without(block, "preprocess"));
    entries.add(
        new Node.Entry(new Node.Scalar("preprocess", true, steps.get().place()), steps.get()));
    return new Node.Mapping(entries, block.place());
  }

  private void refuseMembers(Node.Mapping block, OptionsShape own, Scope scope) {
    Optional<Node.Entry> members = block.find("members");
    if (members.isEmpty() || own.key("members").isPresent() || scope.path().endsWith("]")) {
      return;
    }
    if (!(members.get().value() instanceof Node.Scalar s && s.text().equals("1"))) {
      problems.add(
          members.get().key().place(),
          "misplaced-key",
          "'members' belongs to an item in an ensemble's list 'of', or to the ensemble itself");
    }
  }

  /** The block of a plugin: as it is, or made from its id alone. */
  private Optional<Node.Mapping> typed(Node node, Scope scope, String kind) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(mapping);
    }
    if (node instanceof Node.Scalar scalar && scalar.string().isPresent()) {
      Node.Scalar key = new Node.Scalar(TYPE, true, scalar.place());
      return Optional.of(new Node.Mapping(List.of(new Node.Entry(key, scalar)), scalar.place()));
    }
    binder.wrong("the id of a " + kind + " or a block with a type", node, scope);
    return Optional.empty();
  }

  /** A plugin found for a block. */
  record Plugin(Extension<?> extension, Node.Entry type, String kind) {
    String what() {
      return kind + " '" + extension.id() + "'";
    }
  }

  private Optional<Plugin> plugin(
      Class<?> spi, Node.Mapping block, Scope scope, Optional<Option> inline) {
    String kind = plugins.kindName(spi);
    Optional<Node> given = block.get(TYPE);
    Node.Scalar id;
    if (given.isEmpty()) {
      Optional<Node.Scalar> standard =
          scope.option().or(() -> inline).map(Option::value).flatMap(Defaults::type);
      if (standard.isEmpty()) {
        problems.add(
            scope.at(block),
            "missing-key",
            (scope.path().isEmpty() ? "the block" : "'" + scope.path() + "'")
                + " needs 'type', the id of a "
                + kind,
            Optional.of(plugins.installed(spi)));
        return Optional.empty();
      }
      id = standard.get();
    } else if (given.get() instanceof Node.Scalar scalar && scalar.string().isPresent()) {
      id = scalar;
    } else {
      Node.Entry entry = block.find(TYPE).orElseThrow();
      binder.wrong("the id of a " + kind, entry.value(), scope.key(entry, Optional.empty()));
      return Optional.empty();
    }
    Place place = id.place().written() ? id.place() : scope.anchor();
    return plugins
        .find(spi, id.text(), place, binder)
        .map(e -> new Plugin(e, new Node.Entry(new Node.Scalar(TYPE, true, id.place()), id), kind));
  }
}
