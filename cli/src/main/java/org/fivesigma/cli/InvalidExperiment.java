package org.fivesigma.cli;

import java.util.List;
import org.fivesigma.core.spec.text.Problem;

/** The experiment file, or an argument of --set, is wrong: all problems at once. */
final class InvalidExperiment extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  InvalidExperiment(List<Problem> problems) {
    super(problems.size() + " problems");
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in order of place. */
  List<Problem> problems() {
    return problems;
  }
}
