package org.fivesigma.models.linear;

import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.DefaultPreprocess;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/**
 * Options of {@code logistic}.
 *
 * @param l2 penalty ½·l2·‖coefficients‖² beside the sum of weighted losses
 * @param inverse {@code C}: 1/l2
 */
@DefaultPreprocess("[{type: impute, strategy: median, indicator: true}, {type: standard_scale}]")
public record LogisticOptions(
    @Option(
            description =
                "Penalty: half of it times the sum of squared coefficients is added to the sum of weighted losses. The intercept is free.",
            value = "1.0",
            min = 0)
        double l2,
    @Option(
            key = "C",
            description = "Inverse of l2, as scikit-learn spells it; in place of l2.",
            min = 0,
            minExclusive = true)
        Optional<Double> inverse,
    @Option(description = "Most Newton iterations.", value = "100", min = 1, aliases = "max_iter")
        int maxIterations,
    @Option(
            description = "Done when no component of the gradient, per unit of weight, is larger.",
            value = "1.0e-8",
            min = 0,
            minExclusive = true,
            aliases = "tol")
        double tolerance)
    implements SelfChecking {
  /** The penalty that is meant. */
  double penalty() {
    return inverse.map(c -> 1 / c).orElse(l2);
  }

  @Override
  public List<UserError> check() {
    if (inverse.isPresent() && l2 != 1) {
      return List.of(
          UserError.of("two-spellings", "C and l2 say the same thing; give one of them").at("C"));
    }
    return List.of();
  }
}
