package org.fivesigma.models.network;

import java.util.Optional;
import org.fivesigma.spi.option.Option;

/**
 * When a training stops, and which epoch it gives back.
 *
 * @param patience epochs without improvement; empty: never stop, keep the best
 */
public record EarlyStopping(
    @Option(
            description = "The metric watched, <part>/<metric>.",
            value = "valid/loss",
            example = "valid/auc")
        String monitor,
    @Option(
            description =
                "Epochs without improvement after which training stops; null: never, but the best"
                    + " epoch is kept.",
            value = "10",
            min = 0,
            unit = "epochs")
        Optional<Integer> patience,
    @Option(
            description = "A smaller change of the metric is no improvement.",
            value = "0.0",
            min = 0)
        double minDelta,
    @Option(
            description = "Training does not stop before this epoch.",
            value = "0",
            min = 0,
            unit = "epochs")
        int fromEpoch,
    @Option(description = "Give back the best epoch, not the last.", value = "true")
        boolean restoreBest) {}
