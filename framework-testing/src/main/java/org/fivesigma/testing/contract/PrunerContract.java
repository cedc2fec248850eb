package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Pruner} does: the same study gives the same answer, and the best trial, which
 * still gets better, goes on.
 */
public abstract class PrunerContract extends KindContract<Pruner> {
  private static final int ROUNDS = 30;

  /** The contract of kind {@code pruner}. */
  protected PrunerContract() {
    super(Pruner.KIND);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Pruner> extension) {
    return Stream.of(true, false)
        .flatMap(
            maximise -> {
              String with = maximise ? " (maximised)" : " (minimised)";
              return Stream.of(
                  holds("the best trial goes on" + with, () -> best(extension, maximise)),
                  holds("the answer repeats" + with, () -> repeats(extension, maximise)));
            });
  }

  /** Nine trials that ended, and one at work whose curve stands {@code height} above the best. */
  private static Study study(boolean maximise, int rounds, double height) {
    List<Trial> trials = new ArrayList<>();
    for (int t = 0; t < 9; t++) {
      trials.add(trial(t, Trial.State.FINISHED, maximise, ROUNDS, 0.1 * t));
    }
    trials.add(trial(9, Trial.State.RUNNING, maximise, rounds, 0.8 + height));
    return new Study(List.of(), maximise, 20, trials, new Seeds(1));
  }

  private static Trial trial(
      int number, Trial.State state, boolean maximise, int rounds, double height) {
    List<Trial.Intermediate> curve = new ArrayList<>();
    for (int r = 1; r <= rounds; r++) {
      double value = height + 1 - 1.0 / r;
      curve.add(new Trial.Intermediate(r, maximise ? value : -value));
    }
    double last = curve.get(curve.size() - 1).value();
    return new Trial(
        number, state, Map.of(), state == Trial.State.FINISHED ? last : Double.NaN, 0, curve, "");
  }

  private void best(Extension<Pruner> extension, boolean maximise) {
    for (int rounds = 1; rounds <= ROUNDS; rounds++) {
      assertThat(create(extension).prune(study(maximise, rounds, 0.1), 9))
          .as("pruned after %s rounds", rounds)
          .isFalse();
    }
  }

  private void repeats(Extension<Pruner> extension, boolean maximise) {
    Pruner pruner = create(extension);
    for (int rounds = 1; rounds <= ROUNDS; rounds++) {
      Study study = study(maximise, rounds, -0.6);
      assertThat(pruner.prune(study, 9)).isEqualTo(create(extension).prune(study, 9));
    }
  }
}
