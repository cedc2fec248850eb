package org.fivesigma.core.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.UserError;

/** Finds the events of one part in another by id, so that two models are compared on the same. */
public final class MatchedEvents {
  private MatchedEvents() {}

  /**
   * Where each event of {@code reference} stands in {@code other}.
   *
   * @param name of the other run, for messages
   * @throws UserError when the parts do not hold the same events, or an id is not unique
   */
  public static int[] places(List<String> reference, List<String> other, String name) {
    Map<String, Integer> places = new HashMap<>(2 * other.size());
    for (int i = 0; i < other.size(); i++) {
      if (places.put(other.get(i), i) != null) {
        throw different("event id '" + other.get(i) + "' occurs twice in " + name);
      }
    }
    int[] found = new int[reference.size()];
    int missing = 0;
    for (int i = 0; i < found.length; i++) {
      Integer place = places.remove(reference.get(i));
      if (place == null) {
        missing++;
      } else {
        found[i] = place;
      }
    }
    if (missing == reference.size() && missing > 0) {
      throw different(name + " shares no events with the first run");
    }
    if (missing > 0 || !places.isEmpty()) {
      throw different(
          missing
              + " of "
              + reference.size()
              + " events of the first run are not in "
              + name
              + ", and "
              + places.size()
              + " of its own are not in the first");
    }
    return found;
  }

  /** The refusal of runs whose events differ in what {@code message} says. */
  public static UserError different(String message) {
    return UserError.of("different-events", "the runs cannot be compared in pairs: " + message)
        .hint("evaluate one model on the other's data with 'evaluate MODEL --data FILE.yaml'");
  }
}
