package org.fivesigma.tracking;

import java.util.List;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.tracking.server.MlflowServer;

/** Trackers that come with the framework. */
public final class MlflowPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-tracking";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(Kinds.TRACKER, "none", "No tracking.", NoTracker::new),
        Extension.of(
            Kinds.TRACKER,
            "mlflow",
            "Sends runs to an MLflow tracking server while they go.",
            MlflowOptions.class,
            MlflowTracker::new),
        Extension.of(
            Kinds.TRACKER_SERVER,
            "mlflow",
            "An MLflow tracking server on this machine.",
            MlflowServer::new));
  }
}
