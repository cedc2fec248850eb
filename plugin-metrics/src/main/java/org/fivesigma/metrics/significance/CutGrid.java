package org.fivesigma.metrics.significance;

import java.util.List;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Equally spaced cuts, both ends included. */
public record CutGrid(
    @Option(description = "The first cut.") double from,
    @Option(description = "The last cut.") double to,
    @Option(description = "How many cuts, both ends included.", min = 1) int count)
    implements SelfChecking {
  @Override
  public List<UserError> check() {
    return to < from
        ? List.of(
            UserError.of("invalid-value", "'to' is " + to + ", which is below 'from' = " + from)
                .at("to"))
        : List.of();
  }

  /** The cuts, ascending. */
  double[] cuts() {
    double[] cuts = new double[count];
    double step = count > 1 ? (to - from) / (count - 1) : 0;
    for (int i = 0; i < count; i++) {
      cuts[i] = from + i * step;
    }
    if (count > 1) {
      cuts[count - 1] = to;
    }
    return cuts;
  }
}
