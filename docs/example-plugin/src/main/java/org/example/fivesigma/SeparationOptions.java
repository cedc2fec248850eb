package org.example.fivesigma;

import org.fivesigma.spi.option.Option;

/** The keys of the metric {@code {type: separation, …}}. */
public record SeparationOptions(
    @Option(
            description = "Bins of the score's histograms between 0 and 1.",
            value = "50",
            min = 1,
            max = 10000)
        int bins) {}
