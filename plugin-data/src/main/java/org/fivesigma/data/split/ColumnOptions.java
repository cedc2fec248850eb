package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Options of the split by the values of a column. */
public record ColumnOptions(
    @Option(description = "The column that says which part an event is in.") String column,
    @Option(
            description =
                "A value, a list of values, or {from: PART, fraction: F}. Without this key all that"
                    + " is not named is train; with it the rest is unused.",
            example = "t")
        Optional<Object> train,
    @Option(
            description = "A value, a list of values, or {from: train, fraction: 0.2}.",
            example = "{from: train, fraction: 0.2}")
        Optional<Object> valid,
    @Option(description = "A value, a list of values, or {from: PART, fraction: F}.", example = "v")
        Optional<Object> test,
    @Option(description = "Further parts by name.", value = "{}", example = "{public: b}")
        Map<String, Object> extra)
    implements SelfChecking {

  PartRules rules() {
    return PartRules.of(train, valid, test, extra);
  }

  @Override
  public List<UserError> check() {
    PartRules rules = rules();
    List<UserError> errors = new ArrayList<>(rules.check());
    errors.addAll(ValueMatcher.checkDisjoint(rules.values(), rules));
    return errors;
  }
}
