package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Options of the split by raw row numbers. */
public record RowsOptions(
    @Option(
            description =
                "Half-open ranges [from, to) of the raw row over all sources, a list of such ranges,"
                    + " or {from: train, fraction: F}, for each part.",
            example =
                "{train: [0, 10000000], valid: [10000000, 10500000], test: [10500000, 11000000]}")
        Map<String, Object> rows)
    implements SelfChecking {

  /** Rows {@code from} to {@code to}, exclusive. */
  record Range(String part, long from, long to) {}

  PartRules rules() {
    PartRules rules = new PartRules();
    rows.forEach((name, value) -> rules.add(name, "rows." + name, value));
    return rules;
  }

  /** The ranges of all parts; a part whose value is no range has none. */
  static List<Range> ranges(PartRules rules, List<UserError> errors) {
    List<Range> ranges = new ArrayList<>();
    rules
        .values()
        .forEach(
            (part, list) -> {
              boolean nested = !list.isEmpty() && list.stream().allMatch(List.class::isInstance);
              for (Object item : nested ? list : List.<Object>of(list)) {
                Range range = range(part, (List<?>) item);
                if (range == null) {
                  errors.add(
                      UserError.of("bad-value", "a range is [from, to] with 0 <= from < to")
                          .at(rules.key(part)));
                } else {
                  ranges.add(range);
                }
              }
            });
    return ranges;
  }

  private static Range range(String part, List<?> pair) {
    if (pair.size() == 2
        && pair.get(0) instanceof Long from
        && pair.get(1) instanceof Long to
        && from >= 0
        && from < to) {
      return new Range(part, from, to);
    }
    return null;
  }

  @Override
  public List<UserError> check() {
    PartRules rules = rules();
    List<UserError> errors = new ArrayList<>(rules.check());
    errors.addAll(PartRules.checkNames(rows.keySet(), "rows"));
    List<Range> ranges = ranges(rules, errors);
    for (int i = 0; i < ranges.size(); i++) {
      for (int j = 0; j < i; j++) {
        Range a = ranges.get(i);
        Range b = ranges.get(j);
        if (a.from() < b.to() && b.from() < a.to()) {
          errors.add(
              UserError.of(
                      "overlapping-parts",
                      "the rows of '" + a.part() + "' and '" + b.part() + "' overlap")
                  .at(rules.key(a.part())));
        }
      }
    }
    return errors;
  }
}
