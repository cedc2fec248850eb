package org.fivesigma.core.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.spec.Experiment.SpaceItem;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;

/** The space of a study, from the file. */
public final class Spaces {
  private Spaces() {}

  /**
   * The parameters in the order of the file; one that depends on another comes behind it.
   *
   * @throws UserError for an item that is no domain, or a condition that names no parameter of the
   *     space
   */
  public static List<Parameter> of(Map<String, SpaceItem> items) {
    if (items.isEmpty()) {
      throw UserError.of("bad-space", "the space has no parameter to vary").at("tune.space");
    }
    List<Parameter> ordered = new ArrayList<>();
    Map<String, SpaceItem> left = new LinkedHashMap<>(items);
    while (!left.isEmpty()) {
      int before = left.size();
      left.entrySet()
          .removeIf(
              e -> {
                boolean ready =
                    e.getValue().when().keySet().stream()
                        .allMatch(path -> ordered.stream().anyMatch(p -> p.path().equals(path)));
                if (ready) {
                  ordered.add(
                      new Parameter(
                          e.getKey(), domain(e.getKey(), e.getValue()), e.getValue().when()));
                }
                return ready;
              });
      if (left.size() == before) {
        String first = left.keySet().iterator().next();
        throw UserError.of(
                "bad-space",
                "the condition of '"
                    + first
                    + "' names "
                    + left.get(first).when().keySet()
                    + ", not all of which are varied")
            .at(key(first));
      }
    }
    return ordered;
  }

  private static String key(String path) {
    return "tune.space." + path;
  }

  private static Domain domain(String path, SpaceItem item) {
    int given =
        (item.ints().isPresent() ? 1 : 0)
            + (item.floats().isPresent() ? 1 : 0)
            + (item.choice().isPresent() ? 1 : 0);
    if (given != 1) {
      throw UserError.of("bad-space", "expected exactly one of int, float and choice")
          .at(key(path));
    }
    if (item.choice().isPresent()) {
      if (item.choice().get().isEmpty()) {
        throw UserError.of("bad-space", "there is nothing to choose from").at(key(path));
      }
      return new Domain.Choices(item.choice().get());
    }
    List<? extends Number> bounds =
        item.ints().isPresent() ? item.ints().get() : item.floats().orElseThrow();
    if (bounds.size() != 2 || bounds.get(0).doubleValue() > bounds.get(1).doubleValue()) {
      throw UserError.of("bad-space", "expected [lowest, highest]").at(key(path));
    }
    if (item.log() && bounds.get(0).doubleValue() <= 0) {
      throw UserError.of("bad-space", "a logarithmic range starts above 0").at(key(path));
    }
    if (item.ints().isPresent()) {
      return new Domain.Ints(
          bounds.get(0).longValue(),
          bounds.get(1).longValue(),
          item.log(),
          item.step().map(s -> Math.max(1, Math.round(s))).orElse(1L));
    }
    return new Domain.Floats(
        bounds.get(0).doubleValue(),
        bounds.get(1).doubleValue(),
        item.log(),
        item.step().orElse(0.0));
  }

  /**
   * A value from the file as the parameter's domain has it: integers are Long, numbers Double, a
   * choice the very value of the list where one equals it.
   */
  public static Object typed(Parameter parameter, Object value) {
    if (parameter.domain() instanceof Domain.Choices choices) {
      return choices.values().stream().filter(c -> equal(c, value)).findFirst().orElse(value);
    }
    if (!(value instanceof Number number)) {
      return value;
    }
    return parameter.domain() instanceof Domain.Ints
        ? (Object) number.longValue()
        : (Object) number.doubleValue();
  }

  /** Whether two values of a choice are the same; numbers compare as numbers. */
  static boolean equal(Object a, Object b) {
    return (a instanceof Number x && b instanceof Number y)
        ? x.doubleValue() == y.doubleValue()
        : a.equals(b);
  }

  /** The space as text for the journal, so that a resumed study can tell whether it is the same. */
  public static List<String> describe(List<Parameter> space) {
    return space.stream()
        .map(p -> p.path() + ": " + p.domain() + (p.when().isEmpty() ? "" : " when " + p.when()))
        .toList();
  }
}
