package org.fivesigma.spi.plugin;

import java.util.List;

/**
 * What a jar offers. Implementations are found by {@link java.util.ServiceLoader}, have a public
 * constructor without arguments, and do nothing until asked.
 */
public interface Plugin {
  /** A short name for listings and errors, such as {@code fivesigma-metrics}. */
  String name();

  /** Everything this plugin offers. Called once. */
  List<Extension<?>> extensions();
}
