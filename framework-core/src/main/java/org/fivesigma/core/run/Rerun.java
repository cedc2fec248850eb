package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.ExperimentFile;

/** Repeats a run from its resolved file and says what differs: data, versions, machine, metrics. */
public final class Rerun {
  private Rerun() {}

  /**
   * One difference.
   *
   * @param what such as {@code versions.java} or {@code test/auc}
   */
  public record Difference(String what, String before, String now) {}

  /** The new run and how it differs; no differences when every metric has the same bits. */
  public record Result(RunOutcome outcome, List<Difference> differences) {}

  /** Runs again in a new folder. */
  public static Result of(RunServices services, RunFolder before, ExperimentFile file) {
    RunOutcome outcome =
        new Runner(services)
            .run(file, before.file("resolved.yaml"), Optional.empty(), Optional.empty());
    List<Difference> differences = new ArrayList<>();
    compare("", lock(before), lock(outcome.folder()), differences);
    List<String> sealed = file.experiment().orElseThrow().split().sealed();
    compare(
        "", open(before.metrics(), sealed), open(outcome.folder().metrics(), sealed), differences);
    return new Result(outcome, differences);
  }

  private static Map<String, Object> lock(RunFolder folder) {
    try {
      Map<String, Object> lock =
          java.nio.file.Files.exists(folder.file("lock.json"))
              ? Json.read(folder.file("lock.json"))
              : new LinkedHashMap<>();
      lock.remove("git");
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the parts that only {@code unblind} scores: they are not part of running again. */
  private static Map<String, Object> open(Map<String, Object> metrics, List<String> sealed) {
    Map<String, Object> open = new LinkedHashMap<>(metrics);
    open.keySet().removeIf(key -> sealed.contains(key.substring(0, Math.max(0, key.indexOf('/')))));
    return open;
  }

  /** A metric that only one run has is told by its value. */
  private static String shown(Object value) {
    if (value == null) {
      return "–";
    }
    return value instanceof Map<?, ?> metric && metric.containsKey("value")
        ? String.valueOf(metric.get("value"))
        : value.toString();
  }

  private static void compare(String path, Object a, Object b, List<Difference> into) {
    if (a instanceof Map<?, ?> before && b instanceof Map<?, ?> now) {
      TreeSet<String> keys = new TreeSet<>();
      before.keySet().forEach(k -> keys.add(String.valueOf(k)));
      now.keySet().forEach(k -> keys.add(String.valueOf(k)));
      for (String key : keys) {
        compare(path.isEmpty() ? key : path + "." + key, before.get(key), now.get(key), into);
      }
    } else if (a instanceof List<?> before
        && b instanceof List<?> now
        && before.size() == now.size()) {
      for (int i = 0; i < before.size(); i++) {
        compare(path + "[" + i + "]", before.get(i), now.get(i), into);
      }
    } else if (!String.valueOf(a).equals(String.valueOf(b))) {
      into.add(new Difference(path, shown(a), shown(b)));
    }
  }
}
