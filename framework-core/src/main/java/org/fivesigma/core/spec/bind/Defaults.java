package org.fivesigma.core.spec.bind;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.text.SourceText;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Variables;
import org.fivesigma.core.spec.yaml.YamlReader;
import org.fivesigma.spi.option.Option;

/** Defaults that are written as YAML in annotations. */
public final class Defaults {
  private static final Map<String, Node> PARSED = new ConcurrentHashMap<>();
  private static final SourceText NOWHERE = source("null", "default");

  /** The default of what has none: null. */
  static final Node.Scalar NULL = new Node.Scalar("null", true, new Place(NOWHERE, 1, 1, 1));

  private Defaults() {}

  private static SourceText source(String text, String name) {
    return new SourceText(SourceText.Kind.DEFAULT, name, text, Path.of(""));
  }

  /**
   * The tree of a default.
   *
   * @throws IllegalArgumentException for a text that is no YAML: a mistake of the plugin's author
   */
  public static Node parse(String text) {
    Node known = PARSED.get(text);
    if (known == null) {
      known = parse(text, "default");
      PARSED.put(text, known);
    }
    return known;
  }

  /** The tree of defaults that come from somewhere else than an option's annotation. */
  public static Node parse(String text, String name) {
    Problems problems = new Problems();
    SourceText source = source(text, name);
    Optional<Node> node = new YamlReader(new Variables(Map.of()), problems).parse(source, text);
    if (!problems.isEmpty()) {
      List<Problem> all = problems.inOrder();
      throw new IllegalArgumentException("a default is no YAML: " + all.get(0).render());
    }
    return node.orElse(NULL);
  }

  /** The plugin's id in a default such as {@code adam} or {@code {type: adam}}. */
  static Optional<Node.Scalar> type(String text) {
    if (text.equals(Option.NONE)) {
      return Optional.empty();
    }
    Node node = parse(text);
    if (node instanceof Node.Mapping mapping) {
      return mapping.get("type").filter(Node.Scalar.class::isInstance).map(Node.Scalar.class::cast);
    }
    return node instanceof Node.Scalar scalar && scalar.string().isPresent()
        ? Optional.of(scalar)
        : Optional.empty();
  }
}
