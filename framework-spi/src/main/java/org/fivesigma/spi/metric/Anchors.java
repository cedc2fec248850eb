package org.fivesigma.spi.metric;

import java.util.List;
import org.fivesigma.spi.plugin.Kind;

/**
 * Published numbers that the metric code must give (kind {@code anchors}), so that anyone can check
 * it in seconds.
 */
public interface Anchors {
  /** The kind of these extensions. */
  Kind<Anchors> KIND =
      new Kind<>(
          "anchors", Anchors.class, "Published numbers that the metric code must give.", false);

  /** Computes every number. */
  List<Anchor> compute();

  /**
   * One number.
   *
   * @param name what is computed, of what
   * @param source who published it
   * @param tolerance largest relative difference
   */
  record Anchor(String name, String source, double expected, double got, double tolerance) {
    /** Whether they agree. */
    public boolean ok() {
      return Math.abs(got - expected) <= tolerance * Math.abs(expected);
    }
  }
}
