package org.fivesigma.tracking;

import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;
import org.fivesigma.tracking.client.ServerAddress;

/** The block {@code tracking} of type {@code mlflow}. */
public record MlflowOptions(
    @Option(
            description =
                "Address of the tracking server. Default: MLFLOW_TRACKING_URI, else the server that"
                    + " the command ui started for this folder.",
            example = "http://127.0.0.1:5000")
        Optional<String> uri,
    @Option(
            description = "Name of the experiment on the server. Default: the experiment's own.",
            example = "higgs")
        Optional<String> experiment,
    @Option(
            description =
                "Makes the run's model a version of this registered model; NAME@ALIAS sets an alias"
                    + " of one's own instead of 'newest'.",
            example = "higgs-classifier")
        Optional<String> register,
    @Option(
            description =
                "What to do when the server cannot be reached: spool keeps everything for the"
                    + " command sync and ends with exit code 3, fail ends the run.",
            value = "spool",
            choices = {"spool", "fail"})
        String onFailure)
    implements SelfChecking {

  @Override
  public List<UserError> check() {
    try {
      uri.ifPresent(u -> ServerAddress.of(u, java.util.Map.of()));
      return List.of();
    } catch (UserError e) {
      return List.of(e);
    }
  }
}
