package org.fivesigma.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.run.Unblinding;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code unblind RUN}. */
@Command(
    name = "unblind",
    description = "Scores the sealed parts of a run; every look at the data is counted.",
    sortOptions = false)
final class UnblindCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private RunArgument run;

  UnblindCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    RunFolder folder = run.folder(program);
    try (RunsConsole console = new RunsConsole(program.console(), false)) {
      RunServices services = Services.of(program, console);
      ExperimentFile file = RunArgument.experiment(program, folder, List.of());
      try {
        Unblinding.Look look = new Unblinding(services).unblind(folder, file);
        if (program.console().json()) {
          program.console().result(Json.line(look.metrics()));
        } else {
          ResultTable.print(program.console(), look.metrics());
        }
        program
            .console()
            .message(
                look.looks() == 1
                    ? "this was the first look at these data"
                    : "this was look number "
                        + look.looks()
                        + " at these data: they are no longer blind");
      } catch (UserError e) {
        return Outcomes.problems(program.console(), List.of(file.problem(e)));
      }
    }
    program.console().result("run: " + folder.path());
    return ExitCode.DONE;
  }
}
