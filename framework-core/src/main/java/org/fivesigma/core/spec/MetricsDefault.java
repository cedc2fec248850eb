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

/** The metrics of a file that names none: auc and ams; with several classes auc and accuracy. */
final class MetricsDefault {
  private static final String BLOCK = "evaluate";
  private static final String KEY = "metrics";

  private final PluginCatalog catalog;

  MetricsDefault(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /** The tree with its metrics; as it is where they are not installed. */
  Node.Mapping in(Node.Mapping tree) {
    Optional<Node> block = tree.get(BLOCK);
    boolean named =
        block.isPresent()
            && !(block.get() instanceof Node.Mapping own
                && own.get(KEY).filter(n -> !isNull(n)).isEmpty());
    List<String> ids = several(tree) ? List.of("auc", "accuracy") : List.of("auc", "ams");
    boolean installed = ids.stream().allMatch(id -> catalog.find(Kinds.METRIC, id).isPresent());
    if (named || !installed) {
      return tree;
    }
    Node metrics = Defaults.parse("[" + String.join(", ", ids) + "]");
    Node.Entry entry = new Node.Entry(new Node.Scalar(KEY, true, metrics.place()), metrics);
    List<Node.Entry> inside = new ArrayList<>();
    inside.add(entry);
    if (block.isPresent()) {
      ((Node.Mapping) block.get())
          .entries().stream().filter(e -> !e.key().text().equals(KEY)).forEach(inside::add);
    }
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry top : tree.entries()) {
      boolean here = top.key().text().equals(BLOCK);
      entries.add(
          here ? new Node.Entry(top.key(), new Node.Mapping(inside, top.value().place())) : top);
    }
    if (block.isEmpty()) {
      entries.add(
          new Node.Entry(
              new Node.Scalar(BLOCK, true, metrics.place()),
              new Node.Mapping(inside, metrics.place())));
    }
    return new Node.Mapping(entries, tree.place());
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
