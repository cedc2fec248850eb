package org.fivesigma.core.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.SourceText;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.plugin.Kinds;

/**
 * The tracker where the file names none: mlflow when the block or the environment has an address,
 * else none.
 */
final class TrackingDefault {
  /** The variable by which every MLflow client finds its server. */
  static final String VARIABLE = "MLFLOW_TRACKING_URI";

  private static final String KEY = "tracking";
  private static final String MLFLOW = "mlflow";
  private static final Set<String> HARMLESS = Set.of("experiment", "register", "on_failure");

  private final boolean installed;
  private final boolean server;

  TrackingDefault(PluginCatalog catalog, boolean server) {
    this.installed = catalog.find(Kinds.TRACKER, MLFLOW).isPresent();
    this.server = server;
  }

  /** The tree with the tracker that is meant. */
  Node.Mapping in(Node.Mapping tree) {
    Optional<Node> block = tree.get(KEY);
    Place place = place(server ? VARIABLE : "default");
    if (block.isEmpty()) {
      return with(tree, new Node.Scalar(server && installed ? MLFLOW : "none", true, place));
    }
    if (!(block.get() instanceof Node.Mapping given) || typed(given)) {
      return tree;
    }
    Node.Mapping options =
        new Node.Mapping(
            given.entries().stream().filter(e -> !e.key().text().equals("type")).toList(),
            given.place());
    boolean address = server || options.get("uri").isPresent();
    boolean harmless = options.entries().stream().allMatch(e -> HARMLESS.contains(e.key().text()));
    if (!address && harmless) {
      return with(tree, new Node.Scalar("none", true, place));
    }
    List<Node.Entry> entries = new ArrayList<>(options.entries());
    entries.add(
        0,
        new Node.Entry(new Node.Scalar("type", true, place), new Node.Scalar(MLFLOW, true, place)));
    return with(tree, new Node.Mapping(entries, options.place()));
  }

  /** Whether the user chose a tracker: a default is not kept when an address is added to it. */
  private static boolean typed(Node.Mapping options) {
    return options
        .get("type")
        .filter(type -> type.place().source().kind() != SourceText.Kind.DEFAULT)
        .isPresent();
  }

  private static Node.Mapping with(Node.Mapping tree, Node value) {
    List<Node.Entry> entries = new ArrayList<>();
    boolean found = false;
    for (Node.Entry entry : tree.entries()) {
      boolean here = entry.key().text().equals(KEY);
      entries.add(here ? new Node.Entry(entry.key(), value) : entry);
      found |= here;
    }
    if (!found) {
      entries.add(new Node.Entry(new Node.Scalar(KEY, true, value.place()), value));
    }
    return new Node.Mapping(entries, tree.place());
  }

  private static Place place(String name) {
    return new Place(new SourceText(SourceText.Kind.DEFAULT, name, MLFLOW, Path.of("")), 1, 1, 1);
  }
}
