package org.fivesigma.data.split;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;

/** Finds the part of an event by a value of a column; numbers compare as numbers. */
final class ValueMatcher {
  private static final int SHOWN_VALUES = 12;

  private final Map<String, String> partOf = new HashMap<>();
  private final Map<Double, String> partOfNumber = new HashMap<>();
  private final Set<String> seen = new LinkedHashSet<>();

  /** Parts by their values; every value belongs to one part. */
  ValueMatcher(Map<String, List<Object>> values) {
    values.forEach(
        (part, list) ->
            list.forEach(
                value -> {
                  partOf.put(text(value), part);
                  if (value instanceof Number number) {
                    partOfNumber.put(number.doubleValue() + 0.0, part);
                  }
                }));
  }

  /** The part of an event, or {@code null} when its value belongs to none. */
  String part(Column column, int row) {
    String part = null;
    if (!(column instanceof Column.Texts)) {
      part = partOfNumber.get(column.number(row) + 0.0);
    }
    if (part == null && !partOf.isEmpty()) {
      part = partOf.get(column.text(row));
    }
    if (part != null || seen.size() < SHOWN_VALUES) {
      seen.add(column.text(row));
    }
    return part;
  }

  static String text(Object value) {
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
      return Long.toString(d.longValue());
    }
    return String.valueOf(value);
  }

  /** An error when the same value is named for two parts. */
  static List<UserError> checkDisjoint(Map<String, List<Object>> values, PartRules rules) {
    Map<String, String> owner = new HashMap<>();
    List<UserError> errors = new java.util.ArrayList<>();
    values.forEach(
        (part, list) ->
            list.forEach(
                value -> {
                  String other = owner.putIfAbsent(text(value), part);
                  if (other != null && !other.equals(part)) {
                    errors.add(
                        UserError.of(
                                "overlapping-parts",
                                "the value "
                                    + text(value)
                                    + " belongs to both '"
                                    + other
                                    + "' and '"
                                    + part
                                    + "'")
                            .at(rules.key(part)));
                  }
                }));
    return errors;
  }

  /** The values seen so far, as a hint. */
  String seenValues() {
    Collection<String> some = seen.stream().limit(SHOWN_VALUES).toList();
    return "values seen: " + String.join(", ", some);
  }
}
