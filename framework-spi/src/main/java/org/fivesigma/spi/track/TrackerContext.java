package org.fivesigma.spi.track;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a tracker may use.
 *
 * @param environment the environment variables, among them credentials
 * @param version the framework's version
 * @param workingFolder the caller's folder, under which {@code runs/} stands
 * @param log one line for the user
 */
public record TrackerContext(
    Map<String, String> environment, String version, Path workingFolder, Consumer<String> log) {
  public TrackerContext {
    environment = Map.copyOf(environment);
  }

  /** In the current folder. */
  public TrackerContext(Map<String, String> environment, String version, Consumer<String> log) {
    this(environment, version, Path.of(""), log);
  }
}
