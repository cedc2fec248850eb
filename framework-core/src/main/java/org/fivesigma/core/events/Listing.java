package org.fivesigma.core.events;

import java.util.List;
import java.util.stream.Collectors;

/** Names in an error text: quoted, the first dozen. */
final class Listing {
  private static final int MOST = 12;

  private Listing() {}

  static String of(List<String> names) {
    String shown =
        names.stream().limit(MOST).map(n -> "'" + n + "'").collect(Collectors.joining(", "));
    return names.size() > MOST ? shown + " and " + (names.size() - MOST) + " more" : shown;
  }
}
