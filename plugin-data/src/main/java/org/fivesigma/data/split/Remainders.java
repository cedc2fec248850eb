package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.UserError;

/** Parts by remainders 0 … modulus−1. */
final class Remainders {
  private final String[] partOf;

  /** The rules' remainders, which were checked. */
  Remainders(PartRules rules, int modulus) {
    partOf = new String[modulus];
    rules
        .values()
        .forEach((part, list) -> list.forEach(value -> partOf[((Long) value).intValue()] = part));
  }

  /** The part of a remainder, or {@code null}. */
  String part(int remainder) {
    return partOf[remainder];
  }

  static List<UserError> check(PartRules rules, int modulus) {
    List<UserError> errors = new ArrayList<>(rules.check());
    rules
        .values()
        .forEach(
            (part, list) -> {
              for (Object value : list) {
                if (!(value instanceof Long n) || n < 0 || n >= modulus) {
                  errors.add(
                      UserError.of(
                              "bad-value",
                              "a remainder is an integer from 0 to "
                                  + (modulus - 1)
                                  + ", not "
                                  + value)
                          .at(rules.key(part)));
                }
              }
            });
    errors.addAll(ValueMatcher.checkDisjoint(rules.values(), rules));
    return errors;
  }
}
