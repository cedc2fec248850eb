package org.fivesigma.data.split;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Options of the split by the hash of the id. */
public record HashOptions(
    @Option(description = "What the hash is divided by.", min = 2, example = "10") int modulus,
    @Option(
            description =
                "A remainder, a list of them, or {from: PART, fraction: F}. Without this key all"
                    + " that is not named is train; with it the rest is unused.",
            example = "[0, 1, 2, 3]")
        Optional<Object> train,
    @Option(description = "Remainders, or {from: train, fraction: F}.", example = "[8]")
        Optional<Object> valid,
    @Option(description = "Remainders, or {from: train, fraction: F}.", example = "[9]")
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
