package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Split.Events;

/**
 * What each part of a split is made of, as the file says it: values, or a share drawn from another
 * part ({@code {from: train, fraction: 0.2}}).
 */
final class PartRules {
  private static final List<String> FIRST = List.of(Parts.TRAIN, "valid", "test");
  private static final Set<String> RESERVED = Set.of("unused", "all");

  /** A part that is drawn from another, stratified by class and process. */
  record Share(String from, double fraction) {}

  private final Map<String, List<Object>> values = new LinkedHashMap<>();
  private final Map<String, Share> shares = new LinkedHashMap<>();
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final List<UserError> errors = new ArrayList<>();

  /** No rules yet. */
  PartRules() {}

  /**
   * The rules of a block with the keys train, valid, test and extra.
   *
   * @param train absent: what is not named is train
   */
  static PartRules of(
      Optional<Object> train,
      Optional<Object> valid,
      Optional<Object> test,
      Map<String, Object> extra) {
    PartRules rules = new PartRules();
    train.ifPresent(v -> rules.add(Parts.TRAIN, Parts.TRAIN, v));
    valid.ifPresent(v -> rules.add("valid", "valid", v));
    test.ifPresent(v -> rules.add("test", "test", v));
    rules.errors.addAll(checkNames(extra.keySet(), "extra"));
    extra.forEach((name, v) -> rules.add(name, "extra." + name, v));
    return rules;
  }

  /**
   * Adds the rule of a part.
   *
   * @param key the option it stands at
   * @param value a value, a list of values, or a map with from and fraction
   */
  void add(String name, String key, Object value) {
    if (keys.putIfAbsent(name, key) != null) {
      errors.add(UserError.of("duplicate-part", "the part '" + name + "' is named twice").at(key));
      return;
    }
    if (value == null) {
      errors.add(UserError.of("bad-value", "the part '" + name + "' has no values").at(key));
    } else if (value instanceof Map<?, ?> map) {
      share(name, key, map);
    } else if (value instanceof List<?> list) {
      values.put(name, new ArrayList<>(list));
    } else {
      values.put(name, List.of(value));
    }
  }

  private void share(String name, String key, Map<?, ?> map) {
    Object from = map.get("from");
    Object fraction = map.get("fraction");
    for (Object k : map.keySet()) {
      if (!"from".equals(k) && !"fraction".equals(k)) {
        errors.add(
            UserError.of("unknown-key", "'" + k + "' is no key here; there are from and fraction")
                .at(key + "." + k));
      }
    }
    if (!(from instanceof String part)) {
      errors.add(
          UserError.of("missing-key", "from names the part that '" + name + "' is drawn from")
              .at(key)
              .hint("write {from: train, fraction: 0.2}"));
      return;
    }
    if (!(fraction instanceof Number number)
        || !(number.doubleValue() > 0 && number.doubleValue() < 1)) {
      errors.add(
          UserError.of("bad-value", "fraction is a number between 0 and 1").at(key + ".fraction"));
      return;
    }
    shares.put(name, new Share(part, number.doubleValue()));
  }

  /** Parts given by values. */
  Map<String, List<Object>> values() {
    return values;
  }

  /** The option where a part is named. */
  String key(String part) {
    return keys.get(part);
  }

  /** What is wrong with the rules whatever the data is. */
  List<UserError> check() {
    List<UserError> all = new ArrayList<>(errors);
    shares.forEach(
        (name, share) -> {
          boolean known = share.from().equals(Parts.TRAIN) || values.containsKey(share.from());
          if (!known || share.from().equals(name)) {
            all.add(
                UserError.of(
                        "unknown-part",
                        "'" + share.from() + "' is no part that '" + name + "' can be drawn from")
                    .at(keys.get(name) + ".from"));
          }
        });
    return all;
  }

  /** All parts, train first. */
  List<String> names() {
    return ordered(keys.keySet());
  }

  /** Ends a split: what is not named is train unless train is named; then the shares are drawn. */
  void finish(Parts parts, Events events) {
    if (!keys.containsKey(Parts.TRAIN)) {
      parts.assignRest(Parts.TRAIN);
    }
    Draw draw = new Draw(events, true);
    shares.forEach(
        (name, share) -> {
          int[][] drawn =
              draw.divide(
                  parts.rows(share.from()),
                  new double[] {share.fraction()},
                  events.seeds().child("split-" + name));
          parts.assign(drawn[0], name);
        });
  }

  /** Names in the order train, valid, test, others; train is always there. */
  static List<String> ordered(Collection<String> names) {
    Set<String> ordered = new LinkedHashSet<>();
    for (String name : FIRST) {
      if (names.contains(name) || name.equals(Parts.TRAIN)) {
        ordered.add(name);
      }
    }
    ordered.addAll(names);
    return List.copyOf(ordered);
  }

  /** What is wrong with the names of parts. */
  static List<UserError> checkNames(Collection<String> names, String key) {
    List<UserError> errors = new ArrayList<>();
    for (String name : names) {
      if (RESERVED.contains(name) || !name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
        errors.add(
            UserError.of("bad-value", "'" + name + "' cannot be the name of a part")
                .at(key + "." + name));
      }
    }
    return errors;
  }
}
