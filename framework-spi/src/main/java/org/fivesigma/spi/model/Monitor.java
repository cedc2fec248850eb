package org.fivesigma.spi.model;

/** A metric watched while training. */
public interface Monitor {
  /** Whether more is better. */
  boolean maximise();

  /** The metric of these scores, laid out as {@link Model#predict} gives them. */
  double value(double[] scores);
}
