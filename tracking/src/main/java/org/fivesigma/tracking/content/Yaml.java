package org.fivesigma.tracking.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code resolved.yaml} as a tree and as dotted paths. */
final class Yaml {
  private Yaml() {}

  /** The tree of a file; empty where there is none. */
  static Map<String, Object> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      Object tree = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return tree instanceof Map<?, ?> map ? texts(map) : Map.of();
    } catch (YamlEngineException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Leaves by path: {@code model.eta}, {@code model.of[0].type}; a list of scalars is one leaf. */
  static Map<String, String> leaves(Object tree) {
    Map<String, String> leaves = new LinkedHashMap<>();
    collect("", tree, leaves);
    return leaves;
  }

  private static void collect(String path, Object node, Map<String, String> into) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((k, v) -> collect(path.isEmpty() ? "" + k : path + "." + k, v, into));
    } else if (node instanceof List<?> list
        && list.stream().anyMatch(e -> e instanceof Map || e instanceof List)) {
      for (int i = 0; i < list.size(); i++) {
        collect(path + "[" + i + "]", list.get(i), into);
      }
    } else {
      into.put(path, String.valueOf(node));
    }
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((k, v) -> result.put(String.valueOf(k), v));
    return result;
  }
}
