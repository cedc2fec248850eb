package org.fivesigma.spi.search;

import java.util.List;

/** The values a parameter may take. */
public sealed interface Domain {
  /**
   * Integers from {@code low} to {@code high}, both included, in steps; values are Long.
   *
   * @param log whether ratios matter, not differences ({@code low} ≥ 1)
   */
  record Ints(long low, long high, boolean log, long step) implements Domain {}

  /**
   * Numbers from {@code low} to {@code high}, both included; values are Double.
   *
   * @param log whether ratios matter, not differences ({@code low} &gt; 0)
   * @param step distance of the values; 0: any value
   */
  record Floats(double low, double high, boolean log, double step) implements Domain {}

  /** One of some values (texts, numbers, booleans, lists, maps), without an order. */
  record Choices(List<Object> values) implements Domain {
    public Choices {
      values = List.copyOf(values);
    }
  }
}
