package org.fivesigma.models.stopping;

import java.util.Optional;
import org.fivesigma.spi.option.Option;

/**
 * The block {@code early_stopping}. A scalar in its place is the metric to monitor, and {@code
 * none} stands for no early stopping: then training runs its full length and the last state is
 * kept.
 *
 * @param monitor metric key, or {@code none}
 * @param patience epochs (boosting rounds) without improvement before training stops; absent: never
 *     stop, but keep the best
 * @param minDelta by how much a value must be better to count as an improvement
 * @param fromEpoch first epoch (boosting round) that counts, from 0
 * @param restoreBest whether the best state is kept, not the last
 */
public record EarlyStopping(
    @Option(
            description = "Metric to watch, <part>/<metric>; none: no early stopping.",
            value = "valid/loss",
            example = "valid/auc")
        String monitor,
    @Option(
            description =
                "Epochs (boosting rounds) without improvement before training stops; null: never stop, but keep the best.",
            value = "10",
            min = 1,
            unit = "epochs")
        Optional<Integer> patience,
    @Option(
            description = "By how much a value must be better to count as an improvement.",
            value = "0.0",
            min = 0)
        double minDelta,
    @Option(
            description =
                "First epoch (boosting round) that counts; those before are not looked at.",
            value = "0",
            min = 0,
            unit = "epochs")
        int fromEpoch,
    @Option(description = "Keep the best epoch (boosting round), not the last.", value = "true")
        boolean restoreBest) {
  /** No early stopping. */
  public static final EarlyStopping NONE = new EarlyStopping("none", Optional.of(10), 0, 0, true);

  /** Early stopping by a metric, everything else as it is by default. */
  public static EarlyStopping on(String monitor, int patience) {
    return new EarlyStopping(monitor, Optional.of(patience), 0, 0, true);
  }

  /** Whether anything is monitored. */
  public boolean active() {
    return !monitor.equals("none");
  }

  /** Whether it looks at the part {@code valid}. */
  public boolean watchesValid() {
    return active() && monitor.startsWith("valid/");
  }
}
