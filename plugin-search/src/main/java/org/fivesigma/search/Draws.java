package org.fivesigma.search;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;

/**
 * What samplers share: settings from places on the unit cube, and keeping clear of settings that
 * were tried.
 */
final class Draws {
  private static final int TRIES = 50;

  private Draws() {}

  /**
   * The setting at a point of the unit cube, one coordinate a parameter; inactive parameters are
   * left out.
   */
  static Map<String, Object> setting(List<Parameter> space, double[] point) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < point.length; i++) {
      Parameter p = space.get(i);
      if (p.active(values)) {
        values.put(p.path(), new Encoding(p.domain()).value(point[i]));
      }
    }
    return values;
  }

  /** The first of some proposals that no trial has had; the last one when all were tried. */
  static Map<String, Object> fresh(Study study, IntFunction<Map<String, Object>> proposal) {
    Set<Map<String, Object>> tried = new LinkedHashSet<>();
    for (Trial t : study.trials()) {
      tried.add(t.params());
    }
    Map<String, Object> last = proposal.apply(0);
    for (int i = 1; i < TRIES && tried.contains(last); i++) {
      last = proposal.apply(i);
    }
    return last;
  }

  /**
   * How many settings a space has, conditions left out of account; empty when a domain is
   * continuous.
   */
  static Optional<Long> size(List<Parameter> space) {
    if (space.stream().anyMatch(p -> !p.when().isEmpty())) {
      return Optional.empty();
    }
    long size = 1;
    for (Parameter p : space) {
      Optional<Long> n = Encoding.count(p.domain());
      if (n.isEmpty() || size > Long.MAX_VALUE / Math.max(1, n.get())) {
        return Optional.empty();
      }
      size *= n.get();
    }
    return Optional.of(size);
  }
}
