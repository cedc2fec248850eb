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
    List<Node.Entry> entries = trace.entries();
    for (int i = entries.size() - 1; i >= 0; i--) {
      Place place = entries.get(i).key().place();
      if (place.written()) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }
}
