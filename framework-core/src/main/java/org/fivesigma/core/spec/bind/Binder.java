package org.fivesigma.core.spec.bind;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Scalars;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;

/**
 * Binds a tree to annotated records and writes beside it the resolved tree, in which every default
 * stands. Collects all problems and goes on after each.
 */
public final class Binder {
  /**
   * A bound block.
   *
   * @param value the record; empty when there was a problem
   * @param components values of its components that were bound without a problem, by key
   * @param resolved the block with every default
   */
  public record Result<R>(
      Optional<R> value, Map<String, Object> components, Node.Mapping resolved) {}

  private final Problems problems;
  private final ScalarBinder scalars;
  private final BlockBinder blocks;

  /**
   * A binder.
   *
   * @param folder where relative paths in defaults start
   */
  public Binder(PluginCatalog catalog, Catalogue catalogue, Problems problems, Path folder) {
    this.problems = problems;
    this.scalars = new ScalarBinder(problems, folder);
    this.blocks = new BlockBinder(this, new PluginFinder(catalog, catalogue), problems);
  }

  /** Binds a whole tree to a record. */
  public <R extends Record> Result<R> bind(Class<R> type, Node.Mapping root) {
    Place start = new Place(root.place().source(), 1, 1, 1);
    Optional<Node> preprocess = root.get("preprocess").filter(n -> !isNull(n));
    Scope scope = new Scope("", start, Optional.empty(), preprocess);
    Map<String, Object> components = new LinkedHashMap<>();
    Bound bound = blocks.record(type, root, scope, "an experiment", components);
    return new Result<>(
        bound.ok() ? Optional.of(type.cast(bound.value())) : Optional.empty(),
        components,
        (Node.Mapping) bound.node());
  }

  static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isNull();
  }

  Bound bind(Type type, Node node, Scope scope) {
    Class<?> raw = Types.raw(type);
    if (raw == Optional.class) {
      return optional(Types.argument(type), node, scope);
    }
    if (raw == List.class) {
      return list(Types.argument(type), node, scope);
    }
    if (raw == Map.class) {
      return map(Types.argument(type), node, scope);
    }
    if (raw == Object.class) {
      return Bound.of(Scalars.plain(node), node);
    }
    if (ScalarBinder.binds(raw)) {
      return scalars.bind(raw, node, scope);
    }
    if (raw == Configured.class) {
      return blocks.configured(Types.raw(Types.argument(type)), node, scope);
    }
    return blocks.record(raw.asSubclass(Record.class), node, scope, "'" + scope.path() + "'");
  }

  private Bound optional(Type type, Node node, Scope scope) {
    if (isNull(node) || isNone(type, node)) {
      return Bound.of(Optional.empty(), new Node.Scalar("null", true, node.place()));
    }
    Bound bound = bind(type, node, scope);
    return bound.ok() ? Bound.of(Optional.of(bound.value()), bound.node()) : bound;
  }

  /** The word "none" in the place of an optional block means that there is none. */
  private boolean isNone(Type type, Node node) {
    if (!(node instanceof Node.Scalar scalar) || !scalar.text().equals("none")) {
      return false;
    }
    Class<?> raw = Types.raw(type);
    return raw == Configured.class
        ? !blocks.offers(Types.raw(Types.argument(type)), "none")
        : Record.class.isAssignableFrom(raw);
  }

  private Bound list(Type type, Node node, Scope scope) {
    if (!(node instanceof Node.Seq seq)) {
      boolean single = scope.option().map(Option::single).orElse(false);
      if (!single || isNull(node)) {
        return scalars.wrong(
            "a list",
            node,
            scope,
            node instanceof Node.Scalar s && !s.isNull()
                ? Optional.of("write [" + ScalarBinder.clip(s.text()) + "]")
                : Optional.empty());
      }
      Bound item = bind(type, node, scope);
      return item.ok() ? Bound.of(List.of(item.value()), item.node()) : item;
    }
    List<Object> values = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    boolean ok = true;
    for (int i = 0; i < seq.items().size(); i++) {
      Node item = seq.items().get(i);
      Bound bound = bind(type, item, scope.item(i, item.place()));
      values.add(bound.value());
      nodes.add(bound.node());
      ok &= bound.ok();
    }
    Node resolved = new Node.Seq(nodes, seq.place());
    return ok ? Bound.of(Collections.unmodifiableList(values), resolved) : Bound.failed(resolved);
  }

  Bound map(Type type, Node node, Scope scope) {
    if (!(node instanceof Node.Mapping mapping)) {
      return scalars.wrong("a block of keys", node, scope, Optional.empty());
    }
    Map<String, Object> values = new LinkedHashMap<>();
    List<Node.Entry> nodes = new ArrayList<>();
    boolean ok = true;
    for (Node.Entry entry : mapping.entries()) {
      Scope below = scope.key(entry, scope.option());
      Bound bound =
          type == String.class
              ? scalars.anyText(entry.value(), below)
              : bind(type, entry.value(), below);
      values.put(entry.key().text(), bound.value());
      nodes.add(new Node.Entry(entry.key(), bound.node()));
      ok &= bound.ok();
    }
    Node resolved = new Node.Mapping(nodes, mapping.place());
    return ok ? Bound.of(Collections.unmodifiableMap(values), resolved) : Bound.failed(resolved);
  }

  void report(Place place, String code, String message, Optional<String> hint) {
    problems.add(place, code, message, hint);
  }

  Bound wrong(String expected, Node node, Scope scope) {
    return scalars.wrong(expected, node, scope, Optional.empty());
  }
}
