package org.fivesigma.spi.track;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What a tracker may use.
 *
 * @param environment the environment variables, among them credentials
 * @param version the framework's version
 * @param log one line for the user
 */
public record TrackerContext(
    Map<String, String> environment, String version, Consumer<String> log) {
  public TrackerContext {
    environment = Map.copyOf(environment);
  }
}
