package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Options of the splits that draw at random. */
public record FractionOptions(
    @Option(
            description =
                "The share of each part. Without train the rest is train; with train the rest is"
                    + " unused. Further names are extra parts.",
            value = "{train: 0.70, valid: 0.15, test: 0.15}",
            min = 0,
            max = 1)
        Map<String, Double> fractions)
    implements SelfChecking {

  @Override
  public List<UserError> check() {
    List<UserError> errors = new ArrayList<>();
    double sum = fractions.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1 + 1e-9) {
      errors.add(
          UserError.of("bad-value", "the fractions add up to " + sum + ", more than 1")
              .at("fractions"));
    }
    if (fractions.isEmpty()) {
      errors.add(UserError.of("bad-value", "no part is named").at("fractions"));
    }
    errors.addAll(PartRules.checkNames(fractions.keySet(), "fractions"));
    return errors;
  }
}
