package org.fivesigma.cli;

import java.util.concurrent.Callable;
import org.fivesigma.core.spec.ExperimentFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the resolved file. */
@Command(
    name = "explain",
    description =
        "Shows the resolved file, with where each value comes from: file, default or --set.")
final class ExplainCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private ExperimentArguments experiment;

  ExplainCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    ExperimentFile file = experiment.valid(program);
    Console console = program.console();
    if (console.json()) {
      console.document(file.values());
    } else {
      console.outWriter().print(file.explain());
    }
    return ExitCode.DONE;
  }
}
