package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Split;

/** The parts of the events, fold by fold. */
final class Folds {
  private Folds() {}

  /** The folds a split makes; what it refuses is told at {@code split}. */
  static List<Split.Fold> of(Split split, Split.Events events) {
    try {
      return split.split(events);
    } catch (UserError e) {
      throw e.under("split");
    }
  }

  /** The folds without the events of negative weight. */
  static List<Split.Fold> withoutNegative(List<Split.Fold> folds, double[] weights) {
    List<Split.Fold> result = new ArrayList<>();
    for (Split.Fold fold : folds) {
      Map<String, int[]> parts = new LinkedHashMap<>();
      fold.parts()
          .forEach(
              (part, rows) ->
                  parts.put(part, Arrays.stream(rows).filter(r -> weights[r] >= 0).toArray()));
      result.add(new Split.Fold(parts));
    }
    return result;
  }

  /** The events that any part holds, in order. */
  static int[] used(List<Split.Fold> folds) {
    return folds.stream()
        .flatMap(f -> f.parts().values().stream())
        .flatMapToInt(Arrays::stream)
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * Whether every part can be trained on or measured: it has events of every class and some weight.
   *
   * @param doubts takes what is wrong, fold by fold
   * @throws UserError where a total cannot be scaled to its yield
   */
  static void check(
      List<Split.Fold> folds,
      Classes classes,
      double[] weights,
      Yields yields,
      Consumer<List<UserError>> doubts) {
    for (Split.Fold fold : folds) {
      List<UserError> errors = new ArrayList<>();
      if (!fold.parts().containsKey("train") || fold.parts().get("train").length == 0) {
        doubts.accept(
            List.of(UserError.of("empty-part", "no events are left to train on").at("split")));
      }
      fold.parts()
          .forEach(
              (part, rows) -> {
                if (rows.length == 0) {
                  errors.add(
                      UserError.of("empty-part", "part " + part + " has no events").at("split"));
                  return;
                }
                long[] counts = new long[classes.names().size()];
                boolean weighs = false;
                for (int row : rows) {
                  counts[classes.labels()[row]]++;
                  weighs |= weights[row] != 0;
                }
                for (int c = 0; c < counts.length; c++) {
                  if (counts[c] == 0) {
                    errors.add(
                        UserError.of(
                                "empty-class",
                                "class '"
                                    + classes.names().get(c)
                                    + "' has no events in part "
                                    + part)
                            .at("split"));
                  }
                }
                if (!weighs) {
                  errors.add(
                      UserError.of("zero-weights", "all weights in part " + part + " are zero")
                          .at("data.weight"));
                }
              });
      doubts.accept(errors);
      fold.parts().forEach((part, rows) -> yields.factors(weights, rows, part));
    }
  }
}
