package org.fivesigma.core.spec.bind;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Scalars;

/**
 * The names the language knows whether or not a plugin for them is installed: what is known but
 * absent is refused as "not available", never as unknown.
 */
public final class Catalogue {
  private final Map<String, List<String>> ids = new LinkedHashMap<>();
  private final Map<String, List<String>> keys = new LinkedHashMap<>();

  /** The catalogue of this release. */
  public static Catalogue standard() {
    return Standard.CATALOGUE;
  }

  /** Read once, when it is first asked for. */
  private static final class Standard {
    static final Catalogue CATALOGUE = read();
  }

  private static Catalogue read() {
    try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.yaml")) {
      return new Catalogue(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Catalogue(String text) {
    Node.Mapping root = (Node.Mapping) Defaults.parse(text, "catalogue");
    read(root, "ids", ids);
    read(root, "keys", keys);
  }

  private static void read(Node.Mapping root, String key, Map<String, List<String>> into) {
    Node.Mapping block = (Node.Mapping) root.get(key).orElseThrow();
    for (Node.Entry entry : block.entries()) {
      List<?> names = (List<?>) Scalars.plain(entry.value());
      into.put(entry.key().text(), names.stream().map(String.class::cast).toList());
    }
  }

  /** Ids of a kind. */
  List<String> ids(String kind) {
    return ids.getOrDefault(kind, List.of());
  }

  /** Whether the language knows a plugin. */
  boolean knows(String kind, String id) {
    return ids(kind).contains(id);
  }

  /**
   * Whether the language knows an option of a plugin; kind "" and id "experiment": a top-level key.
   */
  boolean knowsKey(String kind, String id, String key) {
    return keys.getOrDefault(kind.isEmpty() ? id : kind + " " + id, List.of()).contains(key);
  }
}
