package org.example.fivesigma;

import java.util.List;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;

/** Offers the model {@code naive_bayes} and the metric {@code separation}. */
public final class ExamplePlugin implements Plugin {
  @Override
  public String name() {
    return "example";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(
            Kinds.MODEL,
            NaiveBayes.ID,
            "Independent normal distributions of every feature in each class.",
            NaiveBayesOptions.class,
            NaiveBayesTrainer::new),
        Extension.of(
            Kinds.MODEL_READER,
            NaiveBayes.ID,
            "Reads a naive Bayes model from a bundle.",
            NaiveBayesReader::new),
        Extension.of(
            Kinds.METRIC,
            "separation",
            "Separation of the score's histograms, 0 (none) to 1.",
            SeparationOptions.class,
            Separation::new));
  }
}
