package org.fivesigma.spi.metric;

/** Which weights a metric counts events with. */
public enum Weighting {
  /** Physics weights, rescaled to the yields. */
  PHYSICS,
  /** Training weights. */
  TRAINING,
  /** Each event counts 1. */
  FALSE
}
