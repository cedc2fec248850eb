package org.fivesigma.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Trial;
import org.junit.jupiter.api.Test;

class ParameterImportanceTest {
  private static final List<Parameter> SPACE =
      List.of(
          new Parameter("eta", new Domain.Floats(0.001, 1, true, 0), Map.of()),
          new Parameter("kind", new Domain.Choices(List.of("a", "b", "c")), Map.of()),
          new Parameter("depth", new Domain.Ints(1, 20, false, 1), Map.of()),
          new Parameter("nothing", new Domain.Floats(0, 1, false, 0), Map.of()));

  private static List<Trial> trials(int n) {
    SplittableRandom random = new SplittableRandom(4);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double eta = Math.pow(10, -3 * random.nextDouble());
      String kind = List.of("a", "b", "c").get(random.nextInt(3));
      long depth = 1L + random.nextInt(20);
      double away = Math.log10(eta) + 1;
      double value = -away * away + (kind.equals("b") ? 0.3 : 0) + 0.005 * depth;
      Map<String, Object> params =
          Map.of("eta", eta, "kind", kind, "depth", depth, "nothing", random.nextDouble());
      trials.add(new Trial(i, Trial.State.FINISHED, params, value, 0, List.of(), ""));
    }
    return StudySummary.ranked(trials, true);
  }

  @Test
  void whatDecidesComesFirstAndWhatDoesNothingLast() {
    Map<String, Double> importance = ParameterImportance.of(SPACE, trials(100));
    assertThat(importance.values().stream().mapToDouble(v -> v).sum()).isCloseTo(1, within(1e-9));
    assertThat(importance.get("eta")).isGreaterThan(importance.get("nothing") * 3);
    assertThat(importance.get("kind")).isGreaterThan(importance.get("nothing"));
  }

  @Test
  void fewTrialsTellNothing() {
    assertThat(ParameterImportance.of(SPACE, trials(3)).values()).containsOnly(0.0);
  }

  @Test
  void theSummaryHasTheBestTenAndTheOptimism() {
    List<Trial> trials = trials(30);
    Map<String, Object> summary =
        StudySummary.of(SPACE, true, "valid/auc", "tpe", trials, trials.get(0).value() - 0.1);
    assertThat((List<?>) summary.get("best_ten")).hasSize(10);
    assertThat((Double) summary.get("optimism")).isCloseTo(0.1, within(1e-12));
    assertThat(summary).containsEntry("trials", 30L).containsEntry("finished", 30L);
  }

  @Test
  void ofEqualValuesTheEarlierTrialIsTheBest() {
    List<Trial> equal = new ArrayList<>();
    for (int i = 3; i >= 0; i--) {
      equal.add(new Trial(i, Trial.State.FINISHED, Map.of(), 0.5, 0, List.of(), ""));
    }
    assertThat(StudySummary.ranked(equal, false).get(0).number()).isZero();
  }
}
