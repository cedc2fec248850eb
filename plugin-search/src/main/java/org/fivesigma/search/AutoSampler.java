package org.fivesigma.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;

/**
 * Chooses a sampler by the space and the budget: the whole grid where it is no larger than the
 * budget; a Sobol sequence where the budget ends before a model could learn; a Gaussian process
 * while trials are few enough for it and parameters are mostly numbers; the Parzen estimator
 * otherwise. The choice follows from space and budget alone.
 */
final class AutoSampler implements Sampler {
  private static final int LEAST_FOR_A_MODEL = 5;
  private static final int MOST_TRIALS = 500;
  private static final int MOST_PARAMETERS = 20;
  private static final int MOST_CATEGORIES = 32;

  private final GridSampler grid =
      new GridSampler(new GridSampler.Options(GridSampler.MOST_POINTS));
  private final SobolSampler sobol = new SobolSampler();
  private final GpSampler gp = new GpSampler(new GpSampler.Options(GpSampler.STARTUP));
  private final TpeSampler tpe =
      new TpeSampler(new TpeSampler.Options(TpeSampler.STARTUP, TpeSampler.CANDIDATES));

  private record Choice(String id, Sampler sampler, String reason) {}

  private Choice choice(Study study) {
    List<Parameter> space = study.space();
    Optional<Long> size = Draws.size(space);
    if (size.isPresent() && size.get() <= study.total()) {
      return new Choice("grid", grid, "all " + size.get() + " settings fit into the budget");
    }
    if (study.total() <= LEAST_FOR_A_MODEL) {
      return new Choice("sobol", sobol, study.total() + " trials are too few for a model");
    }
    if (study.total() > MOST_TRIALS) {
      return new Choice("tpe", tpe, study.total() + " trials are many for a Gaussian process");
    }
    if (space.size() > MOST_PARAMETERS) {
      return new Choice("tpe", tpe, space.size() + " parameters are many for a Gaussian process");
    }
    int categories = 0;
    for (Parameter p : space) {
      categories += p.domain() instanceof Domain.Choices c ? c.values().size() : 0;
    }
    if (categories > MOST_CATEGORIES) {
      return new Choice("tpe", tpe, categories + " categories are many for a Gaussian process");
    }
    return new Choice(
        "gp",
        gp,
        space.size() + " parameters and " + study.total() + " trials suit a Gaussian process");
  }

  @Override
  public Map<String, Object> ask(Study study, int number) {
    return choice(study).sampler().ask(study, number);
  }

  @Override
  public Optional<Long> size(List<Parameter> space) {
    return Draws.size(space);
  }

  @Override
  public List<String> notes(Study study) {
    Choice choice = choice(study);
    return List.of("sampler auto takes " + choice.id() + ": " + choice.reason());
  }
}
