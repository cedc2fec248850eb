package org.fivesigma.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;
import org.fivesigma.testing.OptionsForTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplersTest {
  private static Sampler sampler(String id) {
    for (Extension<?> e : new SearchPlugin().extensions()) {
      if (e.kind().equals(Sampler.KIND) && e.id().equals(id)) {
        return (Sampler)
            e.factory()
                .apply(
                    e.options().equals(Extension.NoOptions.class)
                        ? new Extension.NoOptions()
                        : OptionsForTests.of(e.options(), Map.of()));
      }
    }
    throw new IllegalArgumentException(id);
  }

  private static Parameter ints(String path, long low, long high) {
    return new Parameter(path, new Domain.Ints(low, high, false, 1), Map.of());
  }

  private static Parameter floats(String path) {
    return new Parameter(path, new Domain.Floats(0, 1, false, 0), Map.of());
  }

  private static Parameter choice(String path, Object... values) {
    return new Parameter(path, new Domain.Choices(List.of(values)), Map.of());
  }

  private static Study study(List<Parameter> space, int total, List<Trial> trials) {
    return new Study(space, true, total, List.copyOf(trials), new Seeds(3));
  }

  private static Trial finished(int number, Map<String, Object> params, double value) {
    return new Trial(number, Trial.State.FINISHED, params, value, 0, List.of(), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "grid", "tpe", "gp", "auto"})
  void everySettingOfASmallSpaceIsTriedOnce(String id) {
    List<Parameter> space = List.of(ints("a", 1, 4), choice("b", "x", "y", "z"));
    List<Trial> trials = new ArrayList<>();
    Set<Map<String, Object>> distinct = new HashSet<>();
    Sampler sampler = sampler(id);
    for (int n = 0; n < 12; n++) {
      Map<String, Object> setting = sampler.ask(study(space, 12, trials), n);
      distinct.add(setting);
      trials.add(finished(n, setting, ((Long) setting.get("a")).doubleValue()));
    }
    assertThat(distinct).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gp", "auto"})
  void trialsBesideEachOtherSpread(String id) {
    List<Parameter> space = List.of(floats("a"), floats("b"));
    List<Trial> trials = new ArrayList<>();
    Sampler sampler = sampler(id);
    for (int n = 0; n < 16; n++) {
      Map<String, Object> s = sampler.ask(study(space, 40, trials), n);
      double a = (Double) s.get("a") - 0.3;
      double b = (Double) s.get("b") - 0.6;
      trials.add(finished(n, s, -a * a - b * b));
    }
    List<Trial> running = new ArrayList<>();
    for (int n = 16; n < 20; n++) {
      List<Trial> all = new ArrayList<>(trials);
      all.addAll(running);
      Map<String, Object> s = sampler.ask(study(space, 40, all), n);
      running.add(new Trial(n, Trial.State.RUNNING, s, Double.NaN, 0, List.of(), ""));
    }
    assertThat(running.stream().map(Trial::params).distinct()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "sobol", "grid", "tpe", "gp", "auto"})
  void aSpaceOfOneSettingGivesThatSetting(String id) {
    List<Parameter> space = List.of(choice("a", "only"));
    List<Trial> trials = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      Map<String, Object> setting = sampler(id).ask(study(space, 12, trials), n);
      assertThat(setting).isEqualTo(Map.of("a", "only"));
      trials.add(finished(n, setting, 1));
    }
    assertThat(sampler(id).size(space)).contains(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gp"})
  void equalAndInfiniteValuesAreBorne(String id) {
    List<Parameter> space = List.of(floats("a"), ints("b", 1, 100));
    List<Trial> trials = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      Map<String, Object> setting = sampler(id).ask(study(space, 40, trials), n);
      trials.add(finished(n, setting, n % 7 == 3 ? Double.NEGATIVE_INFINITY : 0.5));
    }
    assertThat(trials).hasSize(20);
  }

  @Test
  void theSameTrialsTwiceDoNotBreakTheProcess() {
    List<Parameter> space = List.of(floats("a"));
    List<Trial> trials =
        IntStream.range(0, 30)
            .mapToObj(n -> finished(n, Map.of("a", n % 3 / 3.0), n % 3 + 1e-9 * n))
            .toList();
    assertThat(sampler("gp").ask(study(space, 40, trials), 31)).containsKey("a");
  }

  @Test
  void autoChoosesBySpaceAndBudget() {
    List<Parameter> few = List.of(ints("a", 1, 4));
    List<Parameter> numbers = List.of(floats("a"), floats("b"));
    List<Parameter> many = IntStream.range(0, 30).mapToObj(i -> floats("p" + i)).toList();
    assertThat(notes(few, 10)).contains("grid");
    assertThat(notes(numbers, 4)).contains("sobol");
    assertThat(notes(numbers, 100)).contains("takes gp");
    assertThat(notes(numbers, 2000)).contains("takes tpe");
    assertThat(notes(many, 100)).contains("takes tpe");
  }

  private static String notes(List<Parameter> space, int total) {
    return String.join(" ", sampler("auto").notes(study(space, total, List.of())));
  }

  @Test
  void aGridOfAMillionCellsIsCountedAndAsked() {
    List<Parameter> space = IntStream.range(0, 6).mapToObj(i -> ints("p" + i, 1, 10)).toList();
    Sampler grid =
        new GridSampler(OptionsForTests.of(GridSampler.Options.class, Map.of("points", 10)));
    assertThat(grid.size(space)).contains(1_000_000L);
    assertThat(grid.notes(study(space, 30, List.of()))).anyMatch(n -> n.contains("1000000"));
    assertThat(grid.ask(study(space, 30, List.of()), 0)).hasSize(6);
  }

  @Test
  void sobolPointsFillTheUnitIntervalEvenly() {
    List<Parameter> space = List.of(floats("a"));
    int[] perQuarter = new int[4];
    for (int n = 0; n < 64; n++) {
      double a = (Double) sampler("sobol").ask(study(space, 64, List.of()), n).get("a");
      perQuarter[(int) (4 * a)]++;
    }
    assertThat(perQuarter).containsOnly(16);
  }
}
