package org.fivesigma.core.spec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.bind.Defaults;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.plugin.Kinds;

/**
 * The metrics of a file that names none: auc and ams; with several classes auc and accuracy. The
 * cut of the bundle is the one of the first metric that has one.
 */
final class MetricsDefault {
  private static final String BLOCK = "evaluate";
  private static final String METRICS = "metrics";
  private static final String CUT = "cut";

  private final PluginCatalog catalog;
  private final MetricNames names;

  MetricsDefault(PluginCatalog catalog, MetricNames names) {
    this.catalog = catalog;
    this.names = names;
  }

  /** The tree with its metrics and the metric of the cut; as it is where none are installed. */
  @SuppressWarnings("ReferenceEquality") // whether anything was put in
  Node.Mapping in(Node.Mapping tree) {
    Optional<Node> block = tree.get(BLOCK).filter(n -> !isNull(n));
    if (block.isPresent() && !(block.get() instanceof Node.Mapping)) {
      return tree;
    }
    Node.Mapping own =
        (Node.Mapping) block.orElseGet(() -> new Node.Mapping(List.of(), tree.place()));
    Node.Mapping whole = withCut(withMetrics(own, tree), tree);
    return whole == own && block.isPresent() ? tree : with(tree, BLOCK, whole);
  }

  private Node.Mapping withMetrics(Node.Mapping block, Node.Mapping tree) {
    boolean named = block.get(METRICS).filter(n -> !isNull(n)).isPresent();
    List<String> ids = several(tree) ? List.of("auc", "accuracy") : List.of("auc", "ams");
    boolean installed = ids.stream().allMatch(id -> catalog.find(Kinds.METRIC, id).isPresent());
    return named || !installed
        ? block
        : with(block, METRICS, Defaults.parse("[" + String.join(", ", ids) + "]"));
  }

  /** A matrix may change the metrics, so there the cut is decided in each of its runs. */
  private Node.Mapping withCut(Node.Mapping block, Node.Mapping tree) {
    boolean named = block.get(CUT).filter(n -> !isNull(n)).isPresent();
    if (named
        || tree.get("matrix").isPresent()
        || !(block.get(METRICS).orElse(null) instanceof Node.Seq metrics)) {
      return block;
    }
    return metrics.items().stream()
        .flatMap(item -> id(item).stream())
        .filter(names::hasCut)
        .findFirst()
        .map(id -> with(block, CUT, Defaults.parse(id)))
        .orElse(block);
  }

  private static Optional<String> id(Node metric) {
    Optional<Node> id =
        metric instanceof Node.Mapping options ? options.get("type") : Optional.of(metric);
    return id.filter(Node.Scalar.class::isInstance).map(n -> ((Node.Scalar) n).text());
  }

  /** The block with a key's value, in the place of the key where it has one. */
  private static Node.Mapping with(Node.Mapping block, String key, Node value) {
    List<Node.Entry> entries = new ArrayList<>();
    boolean found = false;
    for (Node.Entry entry : block.entries()) {
      boolean here = entry.key().text().equals(key);
      entries.add(here ? new Node.Entry(entry.key(), value) : entry);
      found |= here;
    }
    if (!found) {
      entries.add(new Node.Entry(new Node.Scalar(key, true, value.place()), value));
    }
    return new Node.Mapping(entries, block.place());
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isNull();
  }

  private static boolean several(Node.Mapping tree) {
    if (!(tree.get("data").orElse(null) instanceof Node.Mapping data)) {
      return false;
    }
    Optional<Node.Mapping> label =
        data.get("label").filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    Optional<Node> classes = label.flatMap(l -> l.get("classes"));
    if (classes.isPresent() && classes.get() instanceof Node.Mapping names) {
      return names.entries().size() > 2;
    }
    Set<String> names = new LinkedHashSet<>();
    if (data.get("label").isEmpty()
        && data.get("source").orElse(null) instanceof Node.Seq sources) {
      for (Node source : sources.items()) {
        if (source instanceof Node.Mapping block
            && block.get("class").orElse(null) instanceof Node.Scalar name) {
          names.add(name.text());
        }
      }
    }
    return names.size() > 2;
  }
}
