package org.fivesigma.core.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.text.Problem;

/**
 * How a run ended.
 *
 * @param state finished, failed, interrupted, pruned
 * @param exitCode for the process
 * @param problems what is wrong with file or data
 * @param warnings for the user
 * @param cause behind the problems, for {@code --debug}
 */
public record RunOutcome(
    RunFolder folder,
    String state,
    int exitCode,
    List<Problem> problems,
    List<String> warnings,
    Optional<Throwable> cause) {
  /** Without a cause. */
  public RunOutcome(
      RunFolder folder, String state, int exitCode, List<Problem> problems, List<String> warnings) {
    this(folder, state, exitCode, problems, warnings, Optional.empty());
  }

  /** Whether the run has results. */
  public boolean finished() {
    return state.equals("finished");
  }

  /** What went wrong, in one line. */
  public String message() {
    return problems.isEmpty()
        ? state
        : problems.stream().map(Problem::message).collect(Collectors.joining("; "));
  }

  RunOutcome withExitCode(int code) {
    return new RunOutcome(folder, state, code, problems, warnings, cause);
  }

  RunOutcome because(Throwable reason) {
    return new RunOutcome(folder, state, exitCode, problems, warnings, Optional.of(reason));
  }
}
