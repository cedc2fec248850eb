package org.fivesigma.models.xgboost;

import java.util.List;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;

/** Offers the model {@code xgboost}. */
public final class XgboostPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-xgboost";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(
            Kinds.MODEL,
            "xgboost",
            "Gradient-boosted decision trees (XGBoost 3.0), with all of the library's parameters.",
            XgboostOptions.class,
            XgboostTrainer::new),
        Extension.of(
            Kinds.MODEL_READER,
            XgboostModel.ID,
            "Reads boosted trees from a bundle.",
            XgboostModelReader::new),
        Extension.of(
            org.fivesigma.spi.engine.Engine.KIND,
            "xgboost",
            "XGBoost's own library.",
            XgboostEngine::new));
  }
}
