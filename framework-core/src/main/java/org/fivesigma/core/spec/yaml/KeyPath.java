package org.fivesigma.core.spec.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in a tree by keys: {@code model.of[0].eta}. A key that holds dots itself ({@code
 * tune.space.model.eta}) is found where the tree has it; in quotes it is always one key.
 */
public record KeyPath(List<Object> steps) {
  public KeyPath {
    steps = List.copyOf(steps);
  }

  /**
   * The path of a text.
   *
   * @throws IllegalArgumentException for an empty key or a broken index, saying so
   */
  public static KeyPath parse(String text) {
    List<Object> steps = new ArrayList<>();
    int i = 0;
    boolean key = true;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '[') {
        int end = text.indexOf(']', i);
        String digits = end < 0 ? "" : text.substring(i + 1, end);
        if (!digits.matches("[0-9]{1,6}")) {
          throw new IllegalArgumentException(
              "'" + text + "' is no path: expected a place like [0]");
        }
        steps.add(Integer.parseInt(digits));
        i = end + 1;
        key = false;
      } else if (c == '.' && !key) {
        i++;
        key = true;
      } else if (c == '"' && key && text.indexOf('"', i + 1) > i + 1) {
        int end = text.indexOf('"', i + 1);
        steps.add(text.substring(i + 1, end));
        i = end + 1;
        key = false;
      } else if (key && c != '.') {
        int end = i;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
          end++;
        }
        steps.add(text.substring(i, end));
        i = end;
        key = false;
      } else {
        throw new IllegalArgumentException(
            "'" + text + "' is no path: keys are joined by one dot each");
      }
    }
    if (steps.isEmpty() || key) {
      throw new IllegalArgumentException(
          "'" + text + "' is no path: it ends where a key should stand");
    }
    return new KeyPath(steps);
  }

  /**
   * The step from a block into a key made of steps {@code from} on: the key and how many steps it
   * takes.
   */
  public record Step(String key, int length) {}

  /**
   * The longest key of a block that the next steps spell; the next step alone where there is none.
   */
  public Step keyIn(Node.Mapping mapping, int from) {
    StringBuilder joined = new StringBuilder();
    Step found = new Step(String.valueOf(steps.get(from)), 1);
    for (int i = from; i < steps.size(); i++) {
      Object step = steps.get(i);
      if (step instanceof Integer index) {
        joined.append('[').append(index).append(']');
      } else {
        joined.append(i > from ? "." : "").append(step);
      }
      if (mapping.find(joined.toString()).isPresent()) {
        found = new Step(joined.toString(), i - from + 1);
      }
    }
    return found;
  }

  /** What stands at the path. */
  public Optional<Node> find(Node root) {
    Trace trace = trace(root);
    return trace.complete() ? Optional.of(trace.node()) : Optional.empty();
  }

  /**
   * How far the tree has the path.
   *
   * @param node the deepest node there is
   * @param entries the entries passed, outermost first
   * @param complete whether the whole path is there
   */
  public record Trace(Node node, List<Node.Entry> entries, boolean complete) {}

  /** Follows the path as far as the tree has it; {@code [0]} of a single value is the value. */
  public Trace trace(Node root) {
    Node node = root;
    List<Node.Entry> entries = new ArrayList<>();
    int i = 0;
    while (i < steps.size()) {
      if (node instanceof Node.Mapping mapping && steps.get(i) instanceof String) {
        Step step = keyIn(mapping, i);
        Optional<Node.Entry> entry = mapping.find(step.key());
        if (entry.isEmpty()) {
          return new Trace(node, entries, false);
        }
        entries.add(entry.get());
        node = entry.get().value();
        i += step.length();
      } else if (steps.get(i) instanceof Integer index) {
        if (node instanceof Node.Seq seq) {
          if (index >= seq.items().size()) {
            return new Trace(node, entries, false);
          }
          node = seq.items().get(index);
        } else if (index != 0) {
          return new Trace(node, entries, false);
        }
        i++;
      } else {
        return new Trace(node, entries, false);
      }
    }
    return new Trace(node, entries, true);
  }

  /** The path as text. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Object step : steps) {
      if (step instanceof Integer index) {
        out.append('[').append(index).append(']');
      } else {
        out.append(out.isEmpty() ? "" : ".").append(step);
      }
    }
    return out.toString();
  }
}
