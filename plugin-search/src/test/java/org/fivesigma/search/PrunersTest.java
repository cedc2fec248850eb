package org.fivesigma.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;
import org.junit.jupiter.api.Test;

class PrunersTest {
  private static Trial trial(int number, Trial.State state, double... values) {
    List<Trial.Intermediate> steps = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      steps.add(new Trial.Intermediate(i + 1, values[i]));
    }
    double last = values.length == 0 ? Double.NaN : values[values.length - 1];
    return new Trial(number, state, Map.of(), last, 0, steps, "");
  }

  private static Study study(boolean maximise, Trial... trials) {
    return new Study(List.of(), maximise, 20, List.of(trials), new Seeds(1));
  }

  private static Trial[] five(double value) {
    Trial[] trials = new Trial[6];
    for (int i = 0; i < 5; i++) {
      trials[i] = trial(i, Trial.State.FINISHED, value + 0.01 * i, value + 0.01 * i);
    }
    return trials;
  }

  @Test
  void nonePrunesNothing() {
    assertThat(Pruners.none().prune(study(true, trial(0, Trial.State.RUNNING, 0)), 0)).isFalse();
  }

  @Test
  void medianPrunesWhatIsWorseThanHalfOfTheOthersAtThatStep() {
    Pruner pruner = Pruners.median(new Pruners.MedianOptions(5, 0));
    Trial[] trials = five(0.7);
    trials[5] = trial(5, Trial.State.RUNNING, 0.715);
    assertThat(pruner.prune(study(true, trials), 5)).isTrue();
    assertThat(pruner.prune(study(false, trials), 5)).isFalse();
    trials[5] = trial(5, Trial.State.RUNNING, 0.725);
    assertThat(pruner.prune(study(true, trials), 5)).isFalse();
  }

  @Test
  void medianWaitsForTrialsAndSteps() {
    Trial[] trials = five(0.7);
    trials[5] = trial(5, Trial.State.RUNNING, 0.1);
    assertThat(Pruners.median(new Pruners.MedianOptions(6, 0)).prune(study(true, trials), 5))
        .isFalse();
    assertThat(Pruners.median(new Pruners.MedianOptions(5, 2)).prune(study(true, trials), 5))
        .isFalse();
  }

  @Test
  void ashaLetsOneOfFourThroughARung() {
    Pruner pruner = Pruners.asha(new Pruners.AshaOptions(1, 4));
    Trial[] trials = five(0.7);
    trials[5] = trial(5, Trial.State.RUNNING, 0.735);
    assertThat(pruner.prune(study(true, trials), 5)).isTrue();
    trials[5] = trial(5, Trial.State.RUNNING, 0.75);
    assertThat(pruner.prune(study(true, trials), 5)).isFalse();
  }

  @Test
  void ashaLooksOnlyAtRungs() {
    Pruner pruner = Pruners.asha(new Pruners.AshaOptions(1, 4));
    Trial[] trials = five(0.7);
    trials[5] = trial(5, Trial.State.RUNNING, 0.75, 0.1);
    assertThat(pruner.prune(study(true, trials), 5)).isFalse();
  }

  @Test
  void patiencePrunesWhatHasStoppedImproving() {
    Pruner pruner = Pruners.patience(new Pruners.PatienceOptions(2, 0.01));
    assertThat(pruner.prune(study(true, trial(0, Trial.State.RUNNING, 0.5, 0.6, 0.605)), 0))
        .isFalse();
    assertThat(pruner.prune(study(true, trial(0, Trial.State.RUNNING, 0.5, 0.6, 0.605, 0.6)), 0))
        .isTrue();
    assertThat(pruner.prune(study(false, trial(0, Trial.State.RUNNING, 0.5, 0.4, 0.3)), 0))
        .isFalse();
  }
}
