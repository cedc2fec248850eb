package org.fivesigma.spi.model;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Joins the scores of an ensemble's items into one score (kind {@code combiner}). Scores are laid
 * out as {@link Model#predict} gives them.
 */
public interface Combiner {
  /** Whether it learns from labelled events; if not, it is given none. */
  boolean learns();

  /**
   * Whether it wants the scores that items give to training events they have not seen, where there
   * are such, rather than those on the part valid.
   */
  default boolean prefersOutOfFold() {
    return false;
  }

  /**
   * Learns what it needs.
   *
   * @throws org.fivesigma.spi.UserError when there are no events to learn from, or a metric does
   *     not fit
   */
  FittedCombiner fit(Data data);

  /**
   * What there is to learn from.
   *
   * @param items number of items
   * @param outputs scores per event; 1 when binary
   * @param events the events scored; absent for combiners that do not learn, and where a model is
   *     fitted without a part valid
   * @param scores one array per item, over {@code events}; empty where there are none
   * @param monitor metrics on {@code events}, by key
   * @param threads how many threads may be used
   * @param notes one line for the user
   */
  record Data(
      int items,
      int outputs,
      Optional<Sample> events,
      double[][] scores,
      Function<String, Monitor> monitor,
      int threads,
      Consumer<String> notes) {}
}
