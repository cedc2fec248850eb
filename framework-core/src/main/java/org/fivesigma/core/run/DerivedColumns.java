package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which derived columns some columns need, directly or through others. */
final class DerivedColumns {
  private DerivedColumns() {}

  /** The definitions needed, in their order. */
  static Map<String, String> neededBy(Map<String, String> derive, List<String> columns) {
    Set<String> needed = new LinkedHashSet<>(columns);
    List<String> names = new ArrayList<>(derive.keySet());
    Map<String, String> kept = new LinkedHashMap<>();
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      if (needed.contains(name)) {
        kept.put(name, derive.get(name));
        for (String other : names.subList(0, i)) {
          if (Pattern.compile("(?i)(?<![A-Za-z0-9_])" + Pattern.quote(other) + "(?![A-Za-z0-9_])")
              .matcher(derive.get(name))
              .find()) {
            needed.add(other);
          }
        }
      }
    }
    Map<String, String> inOrder = new LinkedHashMap<>();
    names.stream().filter(kept::containsKey).forEach(n -> inOrder.put(n, kept.get(n)));
    return inOrder;
  }
}
