package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.ModelSpec;

/**
 * One training of an ensemble.
 *
 * @param name {@code member-00}, counted over all items
 * @param item place in {@code of}
 * @param index place in the item
 * @param rows the training events it sees; absent: all
 * @param heldOut the fold it stops early on; absent: the part valid
 */
record Member(
    String name,
    int item,
    int index,
    ModelSpec spec,
    Optional<int[]> rows,
    Optional<int[]> heldOut) {

  /** All members in order. */
  static List<Member> plan(EnsembleOptions options, int[] labels, Seeds seeds) {
    List<Member> members = new ArrayList<>();
    for (int item = 0; item < options.of().size(); item++) {
      int count = options.membersOf(item);
      // Items of as many members share their folds.
      int[] folds =
          options.resample().equals("k_fold") && count > 1
              ? Resampling.folds(labels, count, seeds.stream("folds", count))
              : new int[0];
      for (int index = 0; index < count; index++) {
        Optional<int[]> rows = Optional.empty();
        Optional<int[]> heldOut = Optional.empty();
        if (folds.length > 0) {
          rows = Optional.of(where(folds, index, false));
          heldOut = Optional.of(where(folds, index, true));
        } else if (options.resample().equals("bootstrap") && count > 1) {
          rows =
              Optional.of(
                  Resampling.bootstrap(labels.length, seeds.stream("bootstrap", item, index)));
        }
        String name = String.format("member-%02d", members.size());
        members.add(new Member(name, item, index, options.of().get(item), rows, heldOut));
      }
    }
    return members;
  }

  private static int[] where(int[] folds, int fold, boolean inside) {
    return IntStream.range(0, folds.length).filter(i -> (folds[i] == fold) == inside).toArray();
  }

  /** Its own task, with the context told which rows it is made of. */
  TrainingTask task(TrainingTask whole, MemberContext context) {
    if (rows.isEmpty()) {
      return whole;
    }
    Sample train = Resampling.part(whole.train(), rows.get());
    context.isPart(train, rows.get());
    Optional<Sample> valid =
        heldOut.map(
            fold -> {
              Sample held = Resampling.part(whole.train(), fold);
              context.isPart(held, fold);
              return held;
            });
    return whole.with(train, valid.or(whole::valid));
  }
}
