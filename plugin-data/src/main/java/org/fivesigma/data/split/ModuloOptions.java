package org.fivesigma.data.split;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Options of the split by the remainder of an integer column. */
public record ModuloOptions(
    @Option(description = "The integer column.", value = "row", example = "EventId") String of,
    @Option(description = "What the column is divided by.", min = 2) int modulus,
    @Option(
            description =
                "A remainder, a list of them, or {from: PART, fraction: F}. Without this key all"
                    + " that is not named is train; with it the rest is unused.",
            example = "[2, 3, 4]")
        Optional<Object> train,
    @Option(description = "Remainders, or {from: train, fraction: F}.", example = "[0]")
        Optional<Object> valid,
    @Option(description = "Remainders, or {from: train, fraction: F}.", example = "[1]")
        Optional<Object> test,
    @Option(description = "Further parts by name.", value = "{}") Map<String, Object> extra)
    implements SelfChecking {

  PartRules rules() {
    return PartRules.of(train, valid, test, extra);
  }

  @Override
  public List<UserError> check() {
    return Remainders.check(rules(), modulus);
  }
}
