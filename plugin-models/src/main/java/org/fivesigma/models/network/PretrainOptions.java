package org.fivesigma.models.network;

import org.fivesigma.spi.option.Option;

/** Options of {@code pretrain}. */
public record PretrainOptions(
    @Option(
            description = "How hidden layers are trained before the whole network.",
            value = "autoencoder",
            choices = {"autoencoder"})
        String type,
    @Option(description = "Epochs for each layer.", value = "20", min = 1, unit = "epochs")
        int epochs,
    @Option(
            description = "Learning rate of the autoencoders, which Adam trains.",
            value = "1.0e-3",
            min = 0,
            minExclusive = true)
        double learningRate) {}
