package org.fivesigma.models.linear;

import java.util.List;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;

/** Offers the model {@code logistic}. */
public final class LinearPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-linear";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(
            Kinds.MODEL,
            "logistic",
            "Weighted logistic regression with an L2 penalty, binary or multinomial.",
            LogisticOptions.class,
            LogisticTrainer::new),
        Extension.of(
            Kinds.MODEL_READER,
            LogisticModel.ID,
            "Reads a logistic regression from a bundle.",
            LogisticModelReader::new));
  }
}
