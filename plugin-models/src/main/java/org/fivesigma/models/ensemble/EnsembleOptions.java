package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/**
 * Options of {@code ensemble}.
 *
 * @param members copies of a single {@code of}; items of a list have their own number
 */
record EnsembleOptions(
    @Option(
            description =
                "Copies of a single `of`, 10 unless told; the items of a list have their own members (default 1).",
            min = 1,
            example = "10")
        Optional<Integer> members,
    @Option(
            description =
                "What differs between the members of an item: k_fold (member i does not see fold i and stops early on it), bootstrap (events drawn with replacement) or seed.",
            value = "k_fold",
            choices = {"k_fold", "bootstrap", "seed"},
            main = true)
        String resample,
    @Option(
            description =
                "How the members of a single `of`, or the items of a list, become one score. An item is first the mean of its members.",
            value = "mean",
            main = true)
        Configured<Combiner> combine,
    @Option(description = "The model, or a list of models.", single = true) List<ModelSpec> of,
    @Option(
            description = "Keep only the best members of every item: how many. Default: all.",
            min = 1)
        Optional<Integer> best,
    @Option(description = "Metric of valid that says which members are best.", value = "valid/auc")
        String bestBy,
    @Option(
            description =
                "Members trained at once. Default: one per thread, as far as memory reaches.",
            min = 1)
        Optional<Integer> parallel)
    implements SelfChecking {
  private static final int COPIES = 10;

  EnsembleOptions {
    of = List.copyOf(of);
  }

  /** Members of an item. */
  int membersOf(int item) {
    int own = of.get(item).members();
    return of.size() > 1 || own > 1 ? own : members.orElse(COPIES);
  }

  @Override
  public List<UserError> check() {
    List<UserError> errors = new ArrayList<>();
    if (of.isEmpty()) {
      errors.add(UserError.of("missing-value", "an ensemble needs at least one model").at("of"));
    }
    if (members.isPresent() && (of.size() > 1 || of.stream().anyMatch(s -> s.members() > 1))) {
      errors.add(
          UserError.of("bad-value", "the items of a list have their own number of members")
              .at("members")
              .hint("put members into each item of `of`"));
    }
    if (!bestBy.startsWith("valid/")) {
      errors.add(
          UserError.of("bad-value", "'" + bestBy + "' is no metric of the part valid")
              .at("best_by")
              .hint("valid/auc"));
    }
    return errors;
  }
}
