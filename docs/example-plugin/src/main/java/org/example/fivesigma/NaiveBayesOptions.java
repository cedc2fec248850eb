package org.example.fivesigma;

import org.fivesigma.spi.option.DefaultPreprocess;
import org.fivesigma.spi.option.Option;

/** The keys of {@code model: {type: naive_bayes, …}}. */
@DefaultPreprocess("[]")
public record NaiveBayesOptions(
    @Option(
            description =
                "Added to every variance, as a fraction of the largest one, so that none is zero.",
            value = "1.0e-9",
            min = 0,
            max = 1)
        double smoothing) {}
