package org.fivesigma.core.spec.bind;

import java.util.List;
import java.util.Optional;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.yaml.KeyPath;
import org.fivesigma.core.spec.yaml.Node;

/** Finds where an error about a key is shown. */
public final class Locator {
  private Locator() {}

  /**
   * The place of a key's value if that is a scalar the user wrote, else of the nearest key on the
   * way to it that the user wrote.
   *
   * @param anchor where it is shown when the user wrote none of the keys
   */
  public static Place locate(Node root, String path, Place anchor) {
    return find(root, path).orElse(anchor);
  }

  /** As {@link #locate}; empty when the user wrote none of the keys. */
  public static Optional<Place> find(Node root, String path) {
    KeyPath.Trace trace;
    try {
      trace = KeyPath.parse(path.startsWith(".") ? path.substring(1) : path).trace(root);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (trace.complete() && trace.node() instanceof Node.Scalar && trace.node().place().written()) {
      return Optional.of(trace.node().place());
    }
    if (trace.complete() && path.endsWith("]") && trace.node().place().written()) {
      return Optional.of(item(trace.node()));
    }
    List<Node.Entry> entries = trace.entries();
    for (int i = entries.size() - 1; i >= 0; i--) {
      Place place = entries.get(i).key().place();
      if (place.written()) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** Whether the user wrote a value for this very key. */
  public static boolean written(Node root, String path) {
    try {
      KeyPath.Trace trace = KeyPath.parse(path).trace(root);
      return trace.complete() && trace.node().place().written();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The place of a key itself, or of the nearest on the way to it. */
  public static Optional<Place> key(Node root, String path) {
    try {
      List<Node.Entry> entries = KeyPath.parse(path).trace(root).entries();
      for (int i = entries.size() - 1; i >= 0; i--) {
        if (entries.get(i).key().place().written()) {
          return Optional.of(entries.get(i).key().place());
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** An item of a list that is a plugin is shown at its id. */
  private static Place item(Node node) {
    return node instanceof Node.Mapping mapping
        ? mapping.get("type").map(Node::place).filter(Place::written).orElse(node.place())
        : node.place();
  }
}
