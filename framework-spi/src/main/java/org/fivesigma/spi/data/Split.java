package org.fivesigma.spi.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.spi.Seeds;

/** Divides events into parts (kind {@code split}). Index views, no copies. */
public interface Split {
  /** Columns it needs beside label and process, {@code row} excepted. */
  default Set<String> columns() {
    return Set.of();
  }

  /** Whether it needs the id of the events. */
  default boolean needsId() {
    return false;
  }

  /**
   * Parts by name for the user's checks before data is read: {@code valid}, {@code test}, extra
   * ones.
   */
  List<String> partNames();

  /**
   * Divides the events: one {@link Fold}, or several for cross-evaluation. Every event is in at
   * most one part of a fold.
   *
   * @throws org.fivesigma.spi.UserError for a column or value that is not there
   */
  List<Fold> split(Events events);

  /**
   * For k folds chosen by a hash of the id: the rule by which the bundle finds the fold of a new
   * event.
   */
  default Optional<FoldRule> foldRule() {
    return Optional.empty();
  }

  /** What a split may look at. */
  record Events(
      int rows,
      int[] label,
      int classes,
      int[] process,
      long[] row,
      List<Column> id,
      EventTable table,
      Seeds seeds) {}

  /** Rows of each part, ascending; rows in none are unused. */
  record Fold(Map<String, int[]> parts) {}

  /** fold = xxHash64(id text) modulo folds, unsigned. */
  record FoldRule(int folds) {
    /** The fold of the event with that id text. */
    public int fold(String id) {
      return XxHash64.modulo(id, folds);
    }
  }
}
