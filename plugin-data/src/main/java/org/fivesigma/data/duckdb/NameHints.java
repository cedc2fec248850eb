package org.fivesigma.data.duckdb;

import java.util.Collection;
import java.util.List;
import org.fivesigma.spi.NearNames;

/** Hints for names that are not there. */
public final class NameHints {
  private static final int LISTED = 12;

  private NameHints() {}

  /** The hint for a name that is not among the known ones: the nearest name, else the first few. */
  public static String hint(String name, Collection<String> known) {
    return NearNames.hint(name, known).orElseGet(() -> listed(known));
  }

  private static String listed(Collection<String> known) {
    if (known.isEmpty()) {
      return "there are no columns";
    }
    List<String> first = known.stream().limit(LISTED).toList();
    return "there are: "
        + String.join(", ", first)
        + (known.size() > first.size() ? ", … (" + known.size() + " columns)" : "");
  }
}
