package org.fivesigma.tracking;

import java.util.List;
import java.util.Map;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.testing.contract.TrackerContract;

class TrackerContractTest extends TrackerContract {
  @Override
  protected List<? extends Plugin> plugins() {
    return List.of(new MlflowPlugin());
  }

  @Override
  protected Map<String, Object> options(String id) {
    // Nobody listens on the port for discarding what is sent.
    return id.equals("mlflow") ? Map.of("uri", "http://127.0.0.1:9") : Map.of();
  }
}
