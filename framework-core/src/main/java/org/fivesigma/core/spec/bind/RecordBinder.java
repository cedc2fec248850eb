package org.fivesigma.core.spec.bind;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Binds the keys of an options record and makes the record. */
final class RecordBinder {
  private final Binder binder;
  private final PluginFinder plugins;
  private final Problems problems;

  RecordBinder(Binder binder, PluginFinder plugins, Problems problems) {
    this.binder = binder;
    this.plugins = plugins;
    this.problems = problems;
  }

  /** Values and resolved entries of a record's components. */
  static final class Fields {
    private final Map<String, Bound> values = new LinkedHashMap<>();
    private final List<Node.Entry> resolved = new ArrayList<>();

    void put(OptionsShape.Key key, Bound bound) {
      values.put(name(key), bound);
    }

    Bound get(OptionsShape.Key key) {
      return values.get(name(key));
    }

    private static String name(OptionsShape.Key key) {
      return key.option().inline() ? "\0inline" : key.name();
    }

    Map<String, Bound> values() {
      return values;
    }

    List<Node.Entry> resolved() {
      return resolved;
    }
  }

  /**
   * Binds the keys given for a record, each at most once; those not given get their defaults.
   *
   * @param what the block in words, for problems
   * @param others keys that belong to the block but not to this record
   * @param plugin the plugin whose options the record holds
   */
  Fields fields(
      OptionsShape shape,
      List<Node.Entry> given,
      Scope scope,
      String what,
      List<String> others,
      Optional<BlockBinder.Plugin> plugin) {
    Map<String, Node.Entry> byKey = new LinkedHashMap<>();
    for (Node.Entry entry : given) {
      Optional<OptionsShape.Key> key = shape.key(entry.key().text());
      if (key.isEmpty()) {
        unknown(shape, entry, what, others, plugin);
        continue;
      }
      Node.Scalar name = new Node.Scalar(key.get().name(), false, entry.key().place());
      Node.Entry renamed = new Node.Entry(name, entry.value(), entry.override());
      Node.Entry before = byKey.putIfAbsent(name.text(), renamed);
      if (before != null && before.override() == entry.override()) {
        problems.add(
            entry.key().place(),
            "duplicate-key",
            "'"
                + entry.key().text()
                + "' is another spelling of '"
                + name.text()
                + "', which stands in this block too");
      } else if (before != null && entry.override()) {
        byKey.put(name.text(), renamed);
      }
    }
    Fields fields = new Fields();
    for (OptionsShape.Key key : shape.keys()) {
      Bound bound = field(key, Optional.ofNullable(byKey.get(key.name())), scope, what);
      fields.put(key, bound);
      Node.Scalar name =
          Optional.ofNullable(byKey.get(key.name()))
              .map(Node.Entry::key)
              .orElseGet(() -> new Node.Scalar(key.name(), true, bound.node().place()));
      fields.resolved().add(new Node.Entry(name, bound.node()));
    }
    return fields;
  }

  private Bound field(OptionsShape.Key key, Optional<Node.Entry> given, Scope scope, String what) {
    Optional<Option> limits = Optional.of(key.option());
    if (given.isPresent()) {
      return binder.bind(key.type(), given.get().value(), scope.key(given.get(), limits));
    }
    if (key.required()) {
      problems.add(
          scope.anchor(),
          "missing-key",
          what + " needs '" + key.name() + "': " + lower(key.option().description()));
      return Bound.failed(Defaults.NULL);
    }
    Node standard = key.defaultText().map(Defaults::parse).orElse(Defaults.NULL);
    Node.Entry entry =
        new Node.Entry(new Node.Scalar(key.name(), true, standard.place()), standard);
    return binder.bind(key.type(), standard, scope.key(entry, limits));
  }

  private static String lower(String description) {
    String first = description.replaceFirst("\\.$", "");
    boolean word = first.length() > 1 && !Character.isUpperCase(first.charAt(1));
    return word ? Character.toLowerCase(first.charAt(0)) + first.substring(1) : first;
  }

  private void unknown(
      OptionsShape shape,
      Node.Entry entry,
      String what,
      List<String> others,
      Optional<BlockBinder.Plugin> plugin) {
    String key = entry.key().text();
    String kind = plugin.map(BlockBinder.Plugin::kind).orElse("");
    String id =
        plugin
            .map(p -> p.extension().id())
            .orElse(what.equals("an experiment") ? "experiment" : "");
    if (plugins.knowsKey(kind, id, key)) {
      problems.add(
          entry.key().place(),
          "not-available",
          "'" + key + "' of " + what + " is not available: no installed plugin offers it yet");
      return;
    }
    List<String> names =
        new ArrayList<>(shape.keys().stream().map(OptionsShape.Key::name).toList());
    names.addAll(others);
    Optional<String> hint = NearNames.hint(key, names);
    if (hint.isEmpty() && what.equals("an experiment")) {
      hint = parent(shape, key).map(p -> "it belongs under '" + p + "'");
    }
    String noun = plugin.isPresent() ? "option" : "key";
    problems.add(
        entry.key().place(),
        "unknown-key",
        "'" + ScalarBinder.clip(key) + "' is no " + noun + " of " + what,
        hint.or(() -> names.size() <= 1 ? Optional.empty() : Optional.of(listed(names))));
  }

  private static String listed(List<String> names) {
    List<String> shown = names.size() > 12 ? names.subList(0, 12) : names;
    return "known are " + String.join(", ", shown) + (names.size() > 12 ? ", ..." : "");
  }

  /** The key of the record whose own block has a key of that name. */
  @SuppressWarnings("unchecked") // checked by isAssignableFrom
  private static Optional<String> parent(OptionsShape shape, String key) {
    for (OptionsShape.Key candidate : shape.keys()) {
      Class<?> type =
          Types.raw(
              Types.isOptional(candidate.type())
                  ? Types.argument(candidate.type())
                  : candidate.type());
      if (Record.class.isAssignableFrom(type)
          && type != Configured.class
          && OptionsShape.of((Class<? extends Record>) type).key(key).isPresent()) {
        return Optional.of(candidate.name());
      }
    }
    return Optional.empty();
  }

  /** The record of the fields, if all are bound and its own checks hold. */
  Optional<Record> create(OptionsShape shape, Fields fields, Node.Mapping resolved, Scope scope) {
    List<Object> values = new ArrayList<>();
    for (OptionsShape.Key key : shape.components()) {
      Bound bound = fields.get(key);
      if (bound == null || !bound.ok()) {
        return Optional.empty();
      }
      values.add(bound.value());
    }
    Record record;
    try {
      record = shape.create(values);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UserError error) {
        report(error, resolved, scope);
      } else if (cause instanceof IllegalArgumentException) {
        problems.add(scope.anchor(), "invalid-value", String.valueOf(cause.getMessage()));
      } else {
        throw new IllegalStateException("constructor of " + shape.record().getName(), cause);
      }
      return Optional.empty();
    }
    if (record instanceof SelfChecking checking) {
      List<UserError> errors = checking.check();
      errors.forEach(error -> report(error, resolved, scope));
      return errors.isEmpty() ? Optional.of(record) : Optional.empty();
    }
    return Optional.of(record);
  }

  private void report(UserError error, Node.Mapping resolved, Scope scope) {
    Place place =
        error.key().map(k -> Locator.locate(resolved, k, scope.anchor())).orElse(scope.anchor());
    problems.add(place, error.code(), error.getMessage(), error.hint());
  }
}
