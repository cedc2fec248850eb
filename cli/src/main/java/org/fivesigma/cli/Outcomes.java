package org.fivesigma.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.run.RunOutcome;
import org.fivesigma.core.spec.text.Problem;

/** Shows how a run ended. */
final class Outcomes {
  private Outcomes() {}

  /** Prints all problems of a file; gives the exit code. */
  static int problems(Console console, List<Problem> problems) {
    console.problems(problems);
    return ExitCode.USAGE;
  }

  /** Prints problems, the result table and, last, {@code run: <path>}; gives the exit code. */
  static int show(Console console, RunOutcome outcome) {
    problems(console, outcome.problems());
    outcome.cause().filter(c -> console.debug()).ifPresent(console::trace);
    if (outcome.state().equals("interrupted")) {
      console.message("interrupted; to go on: fivesigma resume '" + outcome.folder().path() + "'");
    }
    Map<String, Object> metrics = outcome.folder().metrics();
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("run", outcome.folder().path().toString());
      document.put("status", outcome.state());
      document.put("exit_code", outcome.exitCode());
      document.put("metrics", metrics);
      document.put("warnings", outcome.warnings());
      console.result(org.fivesigma.core.folder.Json.line(document));
    } else if (outcome.finished()) {
      ResultTable.print(console, metrics);
    }
    console.result("run: " + outcome.folder().path());
    return outcome.exitCode();
  }
}
