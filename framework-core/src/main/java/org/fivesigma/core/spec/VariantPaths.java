package org.fivesigma.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.yaml.KeyPath;
import org.fivesigma.core.spec.yaml.Node;

/** Makes the paths in a matrix absolute, since its values are bound only in each variant. */
final class VariantPaths {
  private final Analysis analysis;
  private final Node.Mapping tree;
  private final Node.Mapping resolved;

  VariantPaths(Analysis analysis, Node.Mapping tree, Node.Mapping resolved) {
    this.analysis = analysis;
    this.tree = tree;
    this.resolved = resolved;
  }

  /** The resolved tree with its matrix as it may stand in any folder. */
  Node.Mapping absolute() {
    if (!(resolved.get("matrix").orElse(null) instanceof Node.Mapping matrix)) {
      return resolved;
    }
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry entry : resolved.entries()) {
      boolean here = entry.key().text().equals("matrix");
      entries.add(here ? new Node.Entry(entry.key(), axes(matrix)) : entry);
    }
    return new Node.Mapping(entries, resolved.place());
  }

  private Node.Mapping axes(Node.Mapping matrix) {
    return map(
        matrix,
        axis ->
            axis.value() instanceof Node.Mapping variants && !axis.key().text().equals("exclude")
                ? map(variants, this::variant)
                : axis.value());
  }

  private static Node.Mapping map(
      Node.Mapping mapping, java.util.function.Function<Node.Entry, Node> value) {
    return new Node.Mapping(
        mapping.entries().stream().map(e -> new Node.Entry(e.key(), value.apply(e))).toList(),
        mapping.place());
  }

  private Node variant(Node.Entry variant) {
    return variant.value() instanceof Node.Mapping paths
        ? map(paths, this::value)
        : variant.value();
  }

  private Node value(Node.Entry entry) {
    String path = entry.key().text();
    Place place = entry.key().place();
    try {
      List<Analysis.Put> one = List.of(new Analysis.Put(path, entry.value(), place));
      Node.Mapping changed = analysis.override(tree, resolved, one);
      Optional<Node> bound =
          KeyPath.parse(path)
              .find(analysis.bind(changed, new org.fivesigma.core.spec.text.Problems()).resolved());
      return bound.map(node -> absolute(entry.value(), node)).orElse(entry.value());
    } catch (Analysis.BadPath | IllegalArgumentException e) {
      return entry.value(); // reported by VariantChecks
    }
  }

  /** What was given, with the scalars that binding made absolute. */
  private static Node absolute(Node given, Node bound) {
    if (given instanceof Node.Scalar a && bound instanceof Node.Scalar b) {
      return b.text().startsWith("/") && b.text().endsWith(relative(a.text())) ? b : a;
    }
    if (given instanceof Node.Mapping a && bound instanceof Node.Mapping b) {
      return map(a, e -> b.get(e.key().text()).map(n -> absolute(e.value(), n)).orElse(e.value()));
    }
    if (given instanceof Node.Seq a
        && bound instanceof Node.Seq b
        && a.items().size() == b.items().size()) {
      List<Node> items = new ArrayList<>();
      for (int i = 0; i < a.items().size(); i++) {
        items.add(absolute(a.items().get(i), b.items().get(i)));
      }
      return new Node.Seq(items, a.place());
    }
    return given;
  }

  private static String relative(String path) {
    return path.replaceFirst("^(\\.{0,2}/)+", "");
  }
}
