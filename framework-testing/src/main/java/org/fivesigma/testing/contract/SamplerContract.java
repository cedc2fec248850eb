package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Sampler} does: suggestions lie in the space with a value for exactly the active
 * parameters, follow from study and number alone, and differ while others run.
 */
public abstract class SamplerContract extends KindContract<Sampler> {
  private static final int TRIALS = 40;

  /** The contract of kind {@code sampler}. */
  protected SamplerContract() {
    super(Sampler.KIND);
  }

  /** The space that the sampler of this id searches. Default: every kind of domain. */
  protected List<Parameter> space(String id) {
    return List.of(
        new Parameter("model.max_depth", new Domain.Ints(1, 20, false, 1), Map.of()),
        new Parameter("model.rounds", new Domain.Ints(10, 1000, true, 1), Map.of()),
        new Parameter("model.eta", new Domain.Floats(0.001, 1.0, true, 0), Map.of()),
        new Parameter("model.subsample", new Domain.Floats(0.5, 1.0, false, 0.1), Map.of()),
        new Parameter("model.booster", new Domain.Choices(List.of("gbtree", "dart")), Map.of()),
        new Parameter(
            "model.rate_drop",
            new Domain.Floats(0, 0.5, false, 0),
            Map.of("model.booster", "dart")));
  }

  /** A space of few settings, which a grid can cover. */
  protected static List<Parameter> cells() {
    return List.of(
        new Parameter("model.max_depth", new Domain.Ints(2, 8, false, 2), Map.of()),
        new Parameter("model.booster", new Domain.Choices(List.of("gbtree", "dart")), Map.of()),
        new Parameter(
            "model.rate_drop",
            new Domain.Choices(List.of(0.1, 0.2)),
            Map.of("model.booster", "dart")));
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Sampler> extension) {
    List<Parameter> space = space(extension.id());
    return Stream.of(
        holds("suggestions lie in the space", () -> inside(extension, space)),
        holds(
            "the same study and number give the same suggestion", () -> repeats(extension, space)),
        holds("asks beside each other differ", () -> differ(extension, space)),
        holds("failed and pruned trials are borne", () -> bears(extension, space)),
        holds("notes and size answer", () -> answers(extension, space)));
  }

  private static Study study(List<Parameter> space, List<Trial> trials) {
    return new Study(space, true, TRIALS, List.copyOf(trials), new Seeds(7));
  }

  private static Trial trial(int number, Trial.State state, Map<String, Object> params) {
    double value =
        state == Trial.State.FINISHED || state == Trial.State.PRUNED
            ? Math.sin(params.toString().hashCode())
            : Double.NaN;
    return new Trial(number, state, params, value, 0, List.of(), "");
  }

  private static void valid(List<Parameter> space, Map<String, Object> suggestion) {
    for (Parameter parameter : space) {
      Object value = suggestion.get(parameter.path());
      if (!parameter.active(suggestion)) {
        assertThat(suggestion).doesNotContainKey(parameter.path());
      } else if (parameter.domain() instanceof Domain.Ints ints) {
        assertThat(value).isInstanceOf(Long.class);
        assertThat((Long) value).isBetween(ints.low(), ints.high());
        assertThat(((Long) value - ints.low()) % ints.step()).isZero();
      } else if (parameter.domain() instanceof Domain.Floats floats) {
        assertThat(value).isInstanceOf(Double.class);
        assertThat((Double) value).isBetween(floats.low(), floats.high());
        if (floats.step() > 0) {
          double steps = ((Double) value - floats.low()) / floats.step();
          assertThat(Math.abs(steps - Math.rint(steps))).isLessThan(1e-6);
        }
      } else if (parameter.domain() instanceof Domain.Choices choices) {
        assertThat(choices.values()).contains(value);
      }
    }
    assertThat(space.stream().map(Parameter::path).toList()).containsAll(suggestion.keySet());
  }

  private void inside(Extension<Sampler> extension, List<Parameter> space) {
    List<Trial> trials = new ArrayList<>();
    Sampler sampler = create(extension);
    for (int n = 0; n < TRIALS; n++) {
      Map<String, Object> suggestion = sampler.ask(study(space, trials), n);
      valid(space, suggestion);
      trials.add(trial(n, Trial.State.FINISHED, suggestion));
    }
  }

  private void repeats(Extension<Sampler> extension, List<Parameter> space) {
    List<Trial> trials = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      Map<String, Object> suggestion = create(extension).ask(study(space, trials), n);
      assertThat(create(extension).ask(study(space, trials), n)).isEqualTo(suggestion);
      trials.add(trial(n, Trial.State.FINISHED, suggestion));
    }
  }

  private void differ(Extension<Sampler> extension, List<Parameter> space) {
    List<Trial> trials = new ArrayList<>();
    Sampler sampler = create(extension);
    for (int n = 0; n < 4; n++) {
      trials.add(trial(n, Trial.State.RUNNING, sampler.ask(study(space, trials), n)));
    }
    assertThat(trials.stream().map(Trial::params).distinct().count()).isGreaterThan(1);
  }

  private void bears(Extension<Sampler> extension, List<Parameter> space) {
    List<Trial> trials = new ArrayList<>();
    Sampler sampler = create(extension);
    Trial.State[] states = Trial.State.values();
    for (int n = 0; n < 24; n++) {
      Map<String, Object> suggestion = sampler.ask(study(space, trials), n);
      valid(space, suggestion);
      trials.add(trial(n, states[n % states.length], suggestion));
    }
    List<Trial> failed = new ArrayList<>();
    for (Trial trial : trials) {
      failed.add(trial(trial.number(), Trial.State.FAILED, trial.params()));
    }
    valid(space, sampler.ask(study(space, failed), failed.size()));
  }

  private void answers(Extension<Sampler> extension, List<Parameter> space) {
    Sampler sampler = create(extension);
    sampler.size(space).ifPresent(size -> assertThat(size).isPositive());
    assertThat(sampler.notes(study(space, List.of()))).isNotNull();
  }
}
