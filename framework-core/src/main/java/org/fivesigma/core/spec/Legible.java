package org.fivesigma.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.yaml.Node;

/**
 * What is left of a tree when everything that stands at the place of a mistake is taken out. What
 * means something else without the part taken out goes as a whole: a range that lost a number, a
 * plugin without its id, a block deep inside others.
 */
final class Legible {
  private static final int DEEP = 3;

  private final Set<Place> mistakes;

  private Legible(Set<Place> mistakes) {
    this.mistakes = mistakes;
  }

  /** The tree without what is at these places. */
  static Node.Mapping part(Node.Mapping tree, Set<Place> mistakes) {
    return new Node.Mapping(new Legible(mistakes).entries(tree, 0), tree.place());
  }

  private List<Node.Entry> entries(Node.Mapping block, int depth) {
    List<Node.Entry> left = new ArrayList<>();
    for (Node.Entry entry : block.entries()) {
      if (!mistakes.contains(entry.key().place())) {
        part(entry.value(), depth + 1)
            .ifPresent(value -> left.add(new Node.Entry(entry.key(), value, entry.override())));
      }
    }
    return left;
  }

  private Optional<Node> part(Node node, int depth) {
    if (node instanceof Node.Mapping block) {
      List<Node.Entry> left = entries(block, depth);
      boolean all = left.size() == block.entries().size();
      boolean nameless = block.get("type").isPresent() && left.stream().noneMatch(e -> isType(e));
      return nameless || (!all && depth >= DEEP)
          ? Optional.empty()
          : Optional.of(new Node.Mapping(left, block.place()));
    }
    if (node instanceof Node.Seq list) {
      List<Node> left = list.items().stream().flatMap(item -> part(item, 1).stream()).toList();
      boolean all = left.size() == list.items().size();
      return !all && left.stream().noneMatch(Legible::named)
          ? Optional.empty()
          : Optional.of(new Node.Seq(left, list.place()));
    }
    return mistakes.contains(node.place()) ? Optional.empty() : Optional.of(node);
  }

  private static boolean isType(Node.Entry entry) {
    return entry.key().text().equals("type");
  }

  /** Whether an item of a list stands for itself: a plugin or a name, not a number of several. */
  private static boolean named(Node item) {
    return item instanceof Node.Mapping
        || (item instanceof Node.Scalar scalar && scalar.string().isPresent());
  }
}
