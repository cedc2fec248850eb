package org.fivesigma.data.toy;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Options of the toy source. */
public record ToyOptions(
    @Option(description = "How many events.", value = "100000", min = 1, max = 2000000000)
        long events,
    @Option(
            description =
                "htautau: Higgs to tau tau against Z to tau tau and top pairs, with a detector's"
                    + " smearing; gaussian: two normal distributions whose likelihood ratio is known.",
            value = "htautau")
        GeneratorName generator,
    @Option(
            description =
                "Share of events with a negative weight; the others weigh more, so that the yields"
                    + " stay.",
            value = "0.0",
            min = 0,
            max = 0.5,
            maxExclusive = true)
        double negativeWeightFraction,
    @Option(
            description =
                "Energy scale of the hadronic tau (htautau). The events are the same ones, measured"
                    + " with another scale.",
            value = "1.0",
            min = 0.5,
            max = 2)
        double tes,
    @Option(
            description =
                "Adds the spectator column likelihood_ratio, the exact p(x|signal)/p(x|background)"
                    + " (gaussian).",
            value = "false")
        boolean likelihoodRatio,
    @Option(
            description =
                "Whether both classes of the gaussian generator have the same covariance; then a"
                    + " linear model is the best there is.",
            value = "equal")
        Covariance covariance,
    @Option(
            description =
                "Share of signal among the events; the weights of htautau keep the yields of the"
                    + " processes whatever it is.",
            value = "0.5",
            min = 0,
            max = 1,
            minExclusive = true,
            maxExclusive = true)
        double signalFraction)
    implements SelfChecking {

  /** Which generator. */
  public enum GeneratorName {
    /** Higgs, Z and top pairs. */
    HTAUTAU,
    /** Two normal distributions. */
    GAUSSIAN
  }

  /** Covariances of the gaussian generator's classes. */
  public enum Covariance {
    /** One covariance for both. */
    EQUAL,
    /** One for each. */
    UNEQUAL
  }

  /** The generator chosen. */
  ToyGenerator create() {
    return generator == GeneratorName.HTAUTAU
        ? new HtautauGenerator(this)
        : new GaussianGenerator(this);
  }

  @Override
  public List<UserError> check() {
    List<UserError> errors = new ArrayList<>();
    if (generator == GeneratorName.HTAUTAU && likelihoodRatio) {
      errors.add(
          UserError.of("bad-value", "the likelihood ratio is known for the generator gaussian only")
              .at("likelihood_ratio"));
    }
    if (generator == GeneratorName.GAUSSIAN && tes != 1) {
      errors.add(UserError.of("bad-value", "tes belongs to the generator htautau").at("tes"));
    }
    return errors;
  }
}
