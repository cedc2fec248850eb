package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.model.CombinerReader;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;

/** Offers the model {@code ensemble} and its combinations. */
public final class EnsemblePlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-ensemble";
  }

  @Override
  public List<Extension<?>> extensions() {
    List<Extension<?>> all = new ArrayList<>();
    all.add(
        Extension.of(
            Kinds.MODEL,
            "ensemble",
            "Members of any models, resampled, trained side by side and combined.",
            EnsembleOptions.class,
            EnsembleTrainer::new));
    all.add(
        Extension.of(
            Kinds.MODEL_READER,
            EnsembleModel.ID,
            "Reads an ensemble from a bundle.",
            EnsembleModelReader::new));
    for (PlainMean mean : PlainMean.values()) {
      String description =
          mean == PlainMean.ARITHMETIC
              ? "Arithmetic mean of the scores."
              : "Geometric mean of the scores; several classes are scaled to sum to 1.";
      all.add(Extension.of(Kinds.COMBINER, mean.id(), description, () -> mean));
      all.add(reader(mean.id(), (state, tables) -> mean));
    }
    all.add(
        Extension.of(
            Kinds.COMBINER,
            WeightedMean.ID,
            "Mean with weights from a metric of each item on valid, or given.",
            WeightedMean.Options.class,
            WeightedMean::new));
    all.add(reader(WeightedMean.ID, new WeightedMean.Reader()));
    all.add(
        Extension.of(
            Kinds.COMBINER,
            RankMean.ID,
            "Mean of the ranks of the scores among those on valid.",
            RankMean::new));
    all.add(reader(RankMean.ID, new RankMean.Reader()));
    all.add(
        Extension.of(
            Kinds.COMBINER,
            Stack.ID,
            "Logistic regression on the scores: out of fold where all items have folds, else of valid.",
            Stack.Options.class,
            Stack::new));
    all.add(reader(Stack.ID, new Stack.Reader()));
    return all;
  }

  private static Extension<CombinerReader> reader(String id, CombinerReader reader) {
    return Extension.of(
        Kinds.COMBINER_READER, id, "Reads a combination from a bundle.", () -> reader);
  }
}
