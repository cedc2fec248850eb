package org.fivesigma.core.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FittedTransformer;

/**
 * The columns at one place between the steps: their names in order, and where their values come
 * from.
 */
record Layout(List<String> names, List<Node> nodes) {
  Layout {
    names = List.copyOf(names);
    nodes = List.copyOf(nodes);
  }

  /** Columns as they were read. */
  static Layout raw(List<String> names) {
    return new Layout(
        names, IntStream.range(0, names.size()).<Node>mapToObj(Node.Raw::new).toList());
  }

  /**
   * The columns after a step. An output that has the name of an input stands in its place, other
   * inputs go, other outputs stand at the end.
   *
   * @throws UserError ({@code name-taken}) when a new column has the name of one that is there
   * @throws IllegalArgumentException when the step takes a column that is not there
   */
  Layout after(FittedTransformer step) {
    Map<String, Node> now = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      now.put(names.get(i), nodes.get(i));
    }
    List<Node> taken = new ArrayList<>();
    for (String input : step.inputs()) {
      Node node = now.get(input);
      if (node == null) {
        throw new IllegalArgumentException(
            "step '" + step.id() + "' takes column '" + input + "', which is not in " + names);
      }
      taken.add(node);
    }
    Map<String, Node> made = outputs(step, taken);
    Set<String> inputs = new HashSet<>(step.inputs());
    for (String name : names) {
      if (inputs.contains(name)) {
        Node node = made.remove(name);
        if (node == null) {
          now.remove(name);
        } else {
          now.put(name, node);
        }
      }
    }
    made.forEach(
        (name, node) -> {
          if (now.putIfAbsent(name, node) != null) {
            throw UserError.of(
                "name-taken",
                "step '" + step.id() + "' makes a column '" + name + "', which is there already");
          }
        });
    return new Layout(List.copyOf(now.keySet()), List.copyOf(now.values()));
  }

  private static Map<String, Node> outputs(FittedTransformer step, List<Node> inputs) {
    Map<String, Node> made = new LinkedHashMap<>();
    Node.Group group = step instanceof ColumnwiseTransformer ? null : new Node.Group(step, inputs);
    List<String> outputs = step.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      Node node =
          step instanceof ColumnwiseTransformer columnwise
              ? new Node.Single(columnwise, i, inputs.get(columnwise.source(i)))
              : new Node.Member(group, i);
      if (made.putIfAbsent(outputs.get(i), node) != null) {
        throw UserError.of(
            "name-taken", "step '" + step.id() + "' makes two columns '" + outputs.get(i) + "'");
      }
    }
    return made;
  }

  /** The places of some of the names. */
  int[] places(List<String> wanted) {
    Map<String, Integer> place = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      place.put(names.get(i), i);
    }
    return wanted.stream().mapToInt(place::get).toArray();
  }
}
