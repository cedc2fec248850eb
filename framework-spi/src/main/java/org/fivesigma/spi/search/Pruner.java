package org.fivesigma.spi.search;

import org.fivesigma.spi.plugin.Kind;

/** Decides which running trials are stopped early (kind {@code pruner}); keeps no state. */
public interface Pruner {
  /** The kind of pruners. */
  Kind<Pruner> KIND = new Kind<>("pruner", Pruner.class, "Stops trials that will not be the best.");

  /**
   * Whether the trial of that number, whose newest intermediate value was just added, should stop.
   */
  boolean prune(Study study, int number);
}
