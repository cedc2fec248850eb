package org.fivesigma.spi.metric;

/** Whether a metric is to be made large or small, or only looked at. */
public enum Direction {
  /** More is better. */
  MAXIMISE,
  /** Less is better. */
  MINIMISE,
  /** Neither: a table, a distance to look at. */
  NONE
}
