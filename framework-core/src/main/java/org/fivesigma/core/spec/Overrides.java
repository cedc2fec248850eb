package org.fivesigma.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.yaml.KeyPath;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Scalars;

/**
 * Puts values at paths of a tree. A value replaces the whole value that was there; a changed {@code
 * type} drops the old options. Blocks on the way that the file does not write out are taken from
 * the resolved tree.
 */
final class Overrides {
  /** A path that leads nowhere. */
  static final class NoSuchPlace extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchPlace(String message) {
      super(message);
    }
  }

  private final KeyPath path;
  private final Node value;
  private final Place place;

  private Overrides(KeyPath path, Node value, Place place) {
    this.path = path;
    this.value = value;
    this.place = place;
  }

  /**
   * The tree with a value at a path.
   *
   * @param place of the path, for the keys that are made
   * @throws NoSuchPlace for a place in a list that is not there
   */
  static Node.Mapping set(
      Node.Mapping tree, Node.Mapping resolved, KeyPath path, Node value, Place place) {
    Node result =
        new Overrides(path, value, place)
            .set(Optional.of(tree), Optional.of(resolved), 0, List.of());
    if (result instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw new NoSuchPlace("a path begins with a key");
  }

  private Node set(Optional<Node> current, Optional<Node> resolved, int at, List<String> passed) {
    List<Object> steps = path.steps();
    if (at == steps.size()) {
      return value;
    }
    if (steps.get(at) instanceof Integer index) {
      return item(current.or(() -> resolved), resolved, index, at, passed);
    }
    Node.Mapping block = block(current, resolved);
    Optional<Node.Mapping> full =
        resolved.filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    Step step = step(block, full, at, passed);
    if (at + step.length() == steps.size() && step.key().equals("type")) {
      Optional<Node> before = block.get("type").or(() -> full.flatMap(f -> f.get("type")));
      boolean same =
          before.map(b -> Scalars.plain(b)).equals(Optional.ofNullable(Scalars.plain(value)));
      if (!same) {
        return new Node.Mapping(List.of(entry("type", value)), block.place());
      }
    }
    List<String> below = new ArrayList<>(passed);
    below.add(step.key());
    Optional<Node> inFull = full.flatMap(f -> f.get(step.key()));
    Node changed = set(block.get(step.key()).or(() -> inFull), inFull, at + step.length(), below);
    List<Node.Entry> entries = new ArrayList<>();
    boolean found = false;
    for (Node.Entry entry : block.entries()) {
      boolean here = entry.key().text().equals(step.key());
      boolean replaced = here && at + step.length() == steps.size();
      entries.add(
          here
              ? new Node.Entry(
                  replaced ? key(step.key()) : entry.key(), changed, replaced || entry.override())
              : entry);
      found |= here;
    }
    if (!found) {
      entries.add(entry(step.key(), changed));
    }
    return new Node.Mapping(entries, block.place());
  }

  private Node.Scalar key(String text) {
    return new Node.Scalar(text, false, place);
  }

  private Node.Entry entry(String key, Node node) {
    return new Node.Entry(key(key), node, true);
  }

  /** The block to change: as written, or written out where only its id stands or nothing. */
  private Node.Mapping block(Optional<Node> current, Optional<Node> resolved) {
    if (current.isPresent() && current.get() instanceof Node.Mapping mapping) {
      return mapping;
    }
    if (resolved.isPresent() && resolved.get() instanceof Node.Mapping mapping) {
      return mapping;
    }
    return new Node.Mapping(List.of(), place);
  }

  private record Step(String key, int length) {}

  private Step step(Node.Mapping block, Optional<Node.Mapping> full, int at, List<String> passed) {
    boolean pathKeys =
        passed.equals(List.of("tune", "space"))
            || (passed.size() == 3 && passed.get(0).equals("matrix"));
    KeyPath.Step own = path.keyIn(block, at);
    if (block.find(own.key()).isPresent()) {
      return new Step(own.key(), own.length());
    }
    if (pathKeys) {
      KeyPath rest = new KeyPath(path.steps().subList(at, path.steps().size()));
      return new Step(rest.toString(), rest.steps().size());
    }
    KeyPath.Step other = full.map(f -> path.keyIn(f, at)).orElse(own);
    return new Step(other.key(), other.length());
  }

  private Node item(
      Optional<Node> current, Optional<Node> resolved, int index, int at, List<String> passed) {
    if (current.isPresent() && current.get() instanceof Node.Seq seq) {
      if (index >= seq.items().size()) {
        throw new NoSuchPlace(
            "'" + path + "' names place " + index + " of a list of " + seq.items().size());
      }
      Optional<Node> full =
          resolved.isPresent()
                  && resolved.get() instanceof Node.Seq all
                  && index < all.items().size()
              ? Optional.of(all.items().get(index))
              : Optional.empty();
      List<Node> items = new ArrayList<>(seq.items());
      items.set(index, set(Optional.of(items.get(index)), full, at + 1, passed));
      return new Node.Seq(items, seq.place());
    }
    if (index == 0 && current.isPresent()) {
      return set(current, resolved, at + 1, passed);
    }
    throw new NoSuchPlace("'" + path + "' names a place in a list, and there is no list");
  }
}
