package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Split;

/**
 * Cross-evaluation: in fold i the events of fold i are test, those of fold i+1 (modulo the number
 * of folds) valid, the others train, so three folds are the least.
 */
public final class KFoldSplit implements Split {
  private final KFoldOptions options;

  /** A split by the options. */
  public KFoldSplit(KFoldOptions options) {
    this.options = options;
  }

  @Override
  public boolean needsId() {
    return options.by() == KFoldOptions.By.HASH;
  }

  @Override
  public List<String> partNames() {
    return List.of(Parts.TRAIN, "valid", "test");
  }

  @Override
  public Optional<FoldRule> foldRule() {
    return needsId() ? Optional.of(new FoldRule(options.folds())) : Optional.empty();
  }

  @Override
  public List<Fold> split(Events events) {
    int folds = options.folds();
    if (events.rows() < folds) {
      throw UserError.of(
              "too-few-events", events.rows() + " events cannot be put into " + folds + " folds")
          .at("folds");
    }
    int[] foldOf = needsId() ? byHash(events, folds) : drawn(events, folds);
    List<Fold> result = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      Parts parts = new Parts(partNames(), events.rows());
      for (int i = 0; i < foldOf.length; i++) {
        boolean test = foldOf[i] == f;
        boolean valid = foldOf[i] == (f + 1) % folds;
        parts.assign(i, test ? "test" : valid ? "valid" : Parts.TRAIN);
      }
      result.add(parts.fold());
    }
    return result;
  }

  private static int[] byHash(Events events, int folds) {
    return IntStream.range(0, events.rows())
        .map(i -> IdHash.remainder(events.id(), i, folds))
        .toArray();
  }

  private static int[] drawn(Events events, int folds) {
    int[] all = IntStream.range(0, events.rows()).toArray();
    return new Draw(events, true).folds(all, folds, events.seeds().child("split"));
  }
}
