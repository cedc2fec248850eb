package org.fivesigma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Test;

/** The test functions against the reference, and the samplers on them. */
class SearchFunctionsTest {
  private static List<SearchFunctions.Objective> objectives() throws Exception {
    Path table = SharedFiles.reference("search_xgb_table.json");
    return SearchFunctions.read(SharedFiles.reference("search.json"), table);
  }

  @Test
  void theFunctionsGiveTheReferenceValues() throws Exception {
    for (SearchFunctions.Objective objective : objectives()) {
      JsonNode points = objective.reference().get("points");
      JsonNode values = objective.reference().get("values");
      for (int i = 0; i < points.size(); i++) {
        double expected = values.get(i).asDouble();
        assertThat(objective.function().applyAsDouble(objective.setting(points.get(i))))
            .as(objective.name() + " " + i)
            .isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
      }
    }
  }

  @Test
  void randomSearchHasTheRegretOfUniformSampling() throws Exception {
    for (SearchFunctions.Objective objective : objectives()) {
      if (objective.reference().get("random_monte_carlo_regret") == null
          || objective.name().startsWith("xgb")) {
        continue;
      }
      double[] regrets = new double[200];
      Arrays.setAll(regrets, s -> regret(new RandomSampler(), objective, 30, s));
      double expected =
          objective.reference().get("random_monte_carlo_regret").get("30").get("median").asDouble();
      assertThat(median(regrets)).as(objective.name()).isCloseTo(expected, within(0.2 * expected));
    }
  }

  @Test
  void modelsFindBetterSettingsThanRandomSearch() throws Exception {
    SearchFunctions.Objective branin = objectives().get(0);
    double[] tpe = new double[9];
    double[] gp = new double[3];
    Arrays.setAll(tpe, s -> regret(tpe(), branin, 40, s));
    Arrays.setAll(gp, s -> regret(new GpSampler(new GpSampler.Options(8)), branin, 30, s));
    assertThat(median(tpe)).isLessThan(0.5);
    assertThat(median(gp)).isLessThan(0.1);
  }

  private static TpeSampler tpe() {
    return new TpeSampler(new TpeSampler.Options(TpeSampler.STARTUP, TpeSampler.CANDIDATES));
  }

  private static double regret(
      Sampler sampler, SearchFunctions.Objective objective, int total, int seed) {
    List<Trial> trials = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    for (int n = 0; n < total; n++) {
      Map<String, Object> setting =
          sampler.ask(
              new Study(objective.space(), false, total, List.copyOf(trials), new Seeds(seed)), n);
      double value = objective.function().applyAsDouble(setting);
      trials.add(new Trial(n, Trial.State.FINISHED, setting, value, 0, List.of(), ""));
      best = Math.min(best, value);
    }
    return best - objective.minimum();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
