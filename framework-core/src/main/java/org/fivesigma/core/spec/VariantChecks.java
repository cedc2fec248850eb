package org.fivesigma.core.spec;

import java.util.Objects;
import java.util.Optional;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Scalars;

/** Checks what a file varies: every variant of the matrix, every edge of the search space. */
final class VariantChecks {
  VariantChecks(Analysis analysis, Node.Mapping tree, Analysis.Result base) {}

  void run(Problems problems) {}

  /** The node of the matrix that gives this value to this path. */
  static Optional<Node> inMatrix(Node.Mapping tree, String path, Object value) {
    if (!(tree.get("matrix").orElse(null) instanceof Node.Mapping matrix)) {
      return Optional.empty();
    }
    for (Node.Entry axis : matrix.entries()) {
      if (!(axis.value() instanceof Node.Mapping variants)) {
        continue;
      }
      for (Node.Entry variant : variants.entries()) {
        Optional<Node> node =
            variant.value() instanceof Node.Mapping paths ? paths.get(path) : Optional.empty();
        if (node.isPresent() && Objects.equals(Scalars.plain(node.get()), value)) {
          return node;
        }
      }
    }
    return Optional.empty();
  }
}
