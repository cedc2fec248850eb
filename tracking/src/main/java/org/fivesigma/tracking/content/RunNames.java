package org.fivesigma.tracking.content;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names of one run's metrics, parameters and tags, and what their values may hold. */
public final class RunNames {
  /** What a server keeps of a tag's value. */
  static final int LONGEST_TAG = 8000;

  /** What a server keeps of a parameter's value. */
  static final int LONGEST_PARAM = 6000;

  private final Names metrics = new Names();
  private final Names params = new Names();
  private final Names tags = new Names();

  /** The name of a metric on the server. */
  public String metric(String key) {
    return metrics.of(key);
  }

  /** Adds parameters under their names on the server, long values cut. */
  public void params(Map<String, String> given, Map<String, String> into) {
    given.forEach((k, v) -> into.put(params.of(k), Description.cut(v, LONGEST_PARAM)));
  }

  /** Adds tags under their names on the server, long values cut. */
  public void tags(Map<String, String> given, Map<String, String> into) {
    given.forEach((k, v) -> into.put(tags.of(k), Description.cut(v, LONGEST_TAG)));
  }

  /** Tags that say what a changed name was: {@code fivesigma.name.metric.<name>}. */
  public Map<String, String> changed() {
    Map<String, String> all = new LinkedHashMap<>();
    add("metric", metrics, all);
    add("param", params, all);
    add("tag", tags, all);
    return all;
  }

  private static void add(String what, Names names, Map<String, String> into) {
    names
        .changed()
        .forEach(
            (name, original) -> {
              String key = Names.sanitise("fivesigma.name." + what + "." + name);
              into.put(key, Description.cut(original, LONGEST_TAG));
            });
  }
}
