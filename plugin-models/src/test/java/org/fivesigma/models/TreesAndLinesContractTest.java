package org.fivesigma.models;

import java.util.List;
import java.util.Map;
import org.fivesigma.models.linear.LinearPlugin;
import org.fivesigma.models.xgboost.XgboostPlugin;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.testing.contract.ModelContract;

class TreesAndLinesContractTest extends ModelContract {
  @Override
  protected List<? extends Plugin> plugins() {
    return List.of(new XgboostPlugin(), new LinearPlugin());
  }

  @Override
  protected Map<String, Object> options(String id) {
    return id.equals("xgboost") ? Map.of("num_boost_round", 20L, "subsample", 0.7) : Map.of();
  }
}
